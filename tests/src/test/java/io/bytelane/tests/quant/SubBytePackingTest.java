package io.bytelane.tests.quant;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.SubBytePacking;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SubBytePackingTest {

  @Test
  void firstLevelIsInTheLowBits() {
    byte[] nibbles = SubBytePacking.pack(new byte[] {1, -2, 7}, 4, QuantizedType.S8);
    assertThat(nibbles).containsExactly((byte) 0xE1, 0x07);
    byte[] pairs = SubBytePacking.pack(new byte[] {0, 1, 2, 3, 2}, 2, QuantizedType.U8);
    assertThat(pairs).containsExactly((byte) 0b11100100, 0b10);
    byte[] signed = SubBytePacking.pack(new byte[] {-2, -1, 0, 1}, 2, QuantizedType.S8);
    assertThat(signed).containsExactly(0b01001110);
  }

  @Test
  void everyByteUnpacksToItsFields() {
    for (int b = 0; b < 256; b++) {
      byte[] packed = {(byte) b};
      assertThat(SubBytePacking.unpack(packed, 2, 4, QuantizedType.U8))
          .containsExactly((byte) (b % 16), (byte) (b / 16));
      assertThat(SubBytePacking.unpack(packed, 2, 4, QuantizedType.S8))
          .containsExactly(signed(b % 16, 16), signed(b / 16, 16));
      assertThat(SubBytePacking.unpack(packed, 4, 2, QuantizedType.U8))
          .containsExactly(
              (byte) (b % 4), (byte) (b / 4 % 4), (byte) (b / 16 % 4), (byte) (b / 64));
      assertThat(SubBytePacking.unpack(packed, 4, 2, QuantizedType.S8))
          .containsExactly(
              signed(b % 4, 4), signed(b / 4 % 4, 4), signed(b / 16 % 4, 4), signed(b / 64, 4));
    }
  }

  private static byte signed(int field, int values) {
    return (byte) (field < values / 2 ? field : field - values);
  }

  @Property(tries = 1000)
  void packedLevelsReturn(
      @ForAll @Size(max = 33) byte[] any, @ForAll boolean wide, @ForAll QuantizedType type) {
    int bits = wide ? 4 : 2;
    byte[] levels = new byte[any.length];
    for (int i = 0; i < any.length; i++) {
      int field = any[i] & ((1 << bits) - 1);
      levels[i] = type.isSigned() ? signed(field, 1 << bits) : (byte) field;
    }
    byte[] packed = SubBytePacking.pack(levels, bits, type);
    int perByte = 8 / bits;
    assertThat(packed).hasSize((any.length + perByte - 1) / perByte);
    assertThat(SubBytePacking.unpack(packed, levels.length, bits, type)).isEqualTo(levels);
  }
}

package io.bytelane.tests.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.models.data.InvalidDataException;
import io.bytelane.models.data.Npy;
import io.bytelane.models.data.NpyArray;
import io.bytelane.models.data.NpyType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {
  @TempDir private Path folder;

  @Test
  void readsWhatNumpyWrites() throws IOException {
    // numpy.save of numpy.array([[1, -2], [0.5, 3]], dtype="float32"), version 1.0.
    Path file =
        file(
            1,
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }",
            floats(1f, -2f, 0.5f, 3f));

    NpyArray array = Npy.read(file);

    assertThat(array.type()).isEqualTo(NpyType.FLOAT32);
    assertThat(array.shape()).containsExactly(2, 2);
    assertThat(array.floats()).containsExactly(1f, -2f, 0.5f, 3f);
  }

  @Test
  void readsVersionsTwoAndThree() throws IOException {
    for (int version : new int[] {2, 3}) {
      String header = "{'descr': '|i1', 'fortran_order': False, 'shape': (3,), }";

      assertThat(Npy.read(file(version, header, new byte[] {1, -1, 5})).data())
          .isEqualTo(new byte[] {1, -1, 5});
    }
  }

  @Test
  void everyTypeSurvivesWritingAndReading() throws IOException {
    List<NpyArray> arrays =
        List.of(
            NpyArray.ofFloats(new float[] {1.5f, Float.NaN, -0f, Float.MIN_VALUE}, 2, 2),
            new NpyArray(NpyType.FLOAT64, new int[] {1}, new double[] {Math.PI}),
            new NpyArray(NpyType.INT8, new int[] {2}, new byte[] {-128, 127}),
            new NpyArray(NpyType.UINT8, new int[] {2}, new byte[] {-1, 0}),
            new NpyArray(NpyType.BOOL, new int[] {2}, new byte[] {1, 0}),
            new NpyArray(NpyType.INT16, new int[] {1, 2}, new short[] {-32768, 1}),
            new NpyArray(NpyType.UINT16, new int[] {2}, new short[] {-1, 1}),
            new NpyArray(NpyType.INT32, new int[] {}, new int[] {Integer.MIN_VALUE}),
            new NpyArray(NpyType.UINT32, new int[] {1}, new int[] {-1}),
            new NpyArray(NpyType.INT64, new int[] {2, 0, 3}, new long[] {}),
            new NpyArray(NpyType.UINT64, new int[] {1}, new long[] {-1}));
    assertThat(arrays).extracting(NpyArray::type).containsExactlyInAnyOrder(NpyType.values());
    for (NpyArray array : arrays) {
      Path file = folder.resolve("array.npy");
      Npy.write(file, array);

      assertThat(Npy.read(file)).isEqualTo(array);
    }
  }

  @Test
  void writtenDataStartAtAMultipleOf64() throws IOException {
    Path file = folder.resolve("array.npy");
    Npy.write(file, NpyArray.ofFloats(new float[] {1, 2, 3}, 3));
    byte[] bytes = Files.readAllBytes(file);

    assertThat((bytes.length - 12) % 64).isZero();
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
        .startsWith("\u0093NUMPY\u0001\u0000")
        .contains("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    Path whole = folder.resolve("whole.npy");
    Npy.write(whole, NpyArray.ofFloats(new float[] {1, 2, 3}, 3));
    byte[] bytes = Files.readAllBytes(whole);
    for (int length = 0; length < bytes.length; length++) {
      Path file = folder.resolve("cut.npy");
      Files.write(file, Arrays.copyOf(bytes, length));

      assertThatThrownBy(() -> Npy.read(file))
          .as("first %d bytes", length)
          .isInstanceOf(InvalidDataException.class)
          .hasMessageStartingWith(file + ": ");
    }
  }

  @Test
  void fortranOrderIsRefused() throws IOException {
    Path file = file(1, "{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", floats(1f));

    assertThatThrownBy(() -> Npy.read(file))
        .hasMessage(file + ": fortran_order: True (expected: False, C order)");
  }

  @Test
  void unknownTypeIsRefused() throws IOException {
    Path file = file(1, "{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", floats(1f));

    assertThatThrownBy(() -> Npy.read(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(file + ": descr: >f4 (expected: one of <f4, ");
  }

  @Test
  void anotherFormatIsRefused() throws IOException {
    Path file = folder.resolve("text");
    Files.writeString(file, "hello, world");

    assertThatThrownBy(() -> Npy.read(file))
        .hasMessage(file + ": magic: not that of a .npy file (expected: \\x93NUMPY)");
  }

  @Test
  void hugeShapeIsRefusedWithoutMemory() throws IOException {
    Path file =
        file(
            1,
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000, 2000000000), }",
            floats(1f));

    assertThatThrownBy(() -> Npy.read(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("(expected: less than 2 GiB of data)");
  }

  @Test
  void dataOfAnotherLengthAreRefused() {
    assertThatThrownBy(() -> NpyArray.ofFloats(new float[3], 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("data.length: 3 (expected: product of the shape, 4)");
  }

  private Path file(int version, String header, byte[] data) throws IOException {
    byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes =
        ByteBuffer.allocate(12 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) version).put((byte) 0);
    if (version == 1) {
      bytes.putShort((short) text.length);
    } else {
      bytes.putInt(text.length);
    }
    bytes.put(text).put(data).flip();
    byte[] content = new byte[bytes.remaining()];
    bytes.get(content);
    return Files.write(folder.resolve("v" + version + ".npy"), content);
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }
}

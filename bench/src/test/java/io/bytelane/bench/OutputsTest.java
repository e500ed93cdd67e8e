package io.bytelane.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OutputsTest {
  @Test
  void countsEveryDifferentInteger() {
    int[] expected = {0, 1, 2, 3};
    int[] actual = {9, 1, 5, 2, 0};
    assertThat(Outputs.compare(expected, 1, actual, 1, 3)).isEqualTo(new Check(2, 3));
    assertThat(Outputs.compare(expected, 1, expected, 1, 3)).isEqualTo(new Check(0, 3));
  }

  @Test
  void countsEveryDifferentByte() {
    byte[] expected = {-128, 127, 0};
    byte[] actual = {-127, 127, 0};
    assertThat(Outputs.compare(expected, 0, actual, 0, 3)).isEqualTo(new Check(1, 3));
  }

  @Test
  void floatsMayDifferByTheTolerance() {
    float[] expected = {1000, 0, 0, 0};
    float[] actual = {1000, 0.09f, 0.11f, Float.NaN};
    assertThat(Outputs.compare(expected, 0, actual, 0, 4)).isEqualTo(new Check(2, 4));
  }

  @Test
  void anOutputThatIsTooShortIsNotCompared() {
    assertThatThrownBy(() -> Outputs.compare(new int[4], 0, new int[3], 0, 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}

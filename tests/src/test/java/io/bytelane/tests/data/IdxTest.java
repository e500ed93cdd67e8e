package io.bytelane.tests.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.models.data.Idx;
import io.bytelane.models.data.ImageSet;
import io.bytelane.models.data.InvalidDataException;
import io.bytelane.models.data.LabeledImages;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
  private static final byte[] TWO_IMAGES = {0, 1, 2, 3, 4, (byte) 255, 6, 7, 8, 9, 10, 11};

  @TempDir private Path folder;

  @Test
  void readsPlainImagesInRowMajorOrder() throws IOException {
    ImageSet images = Idx.readImages(images("plain", TWO_IMAGES, 2, 2, 3));

    assertThat(images.count()).isEqualTo(2);
    assertThat(images.height()).isEqualTo(2);
    assertThat(images.width()).isEqualTo(3);
    assertThat(images.pixels()).isEqualTo(TWO_IMAGES);
  }

  @Test
  void recognisesGzipByContent() throws IOException {
    Path file = folder.resolve("no-suffix");
    Files.write(file, gzip(Files.readAllBytes(images("plain", TWO_IMAGES, 2, 2, 3))));

    assertThat(Idx.readImages(file).pixels()).isEqualTo(TWO_IMAGES);
  }

  @Test
  void floatsArePixelOver255() throws IOException {
    ImageSet images = Idx.readImages(images("plain", TWO_IMAGES, 2, 2, 3));

    assertThat(images.toFloats(0, 1))
        .containsExactly(0f, 1 / 255f, 2 / 255f, 3 / 255f, 4 / 255f, 1f);
    assertThat(images.toFloats(1, 1)[0]).isEqualTo(6 / 255f);
  }

  @Test
  void labelsAreUnsigned() throws IOException {
    assertThat(Idx.readLabels(labels("labels", 3, 0, 200))).containsExactly(3, 0, 200);
  }

  @Test
  void labelsOfAnotherSetAreRefused() throws IOException {
    Path images = images("set-images", TWO_IMAGES, 2, 2, 3);
    Path labels = labels("set-labels", 1, 2, 3);

    assertThatThrownBy(() -> LabeledImages.read(images))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(labels + ": labels: 3 (expected: 2, one per image of " + images + ")");
  }

  @Test
  void labelFileIsFoundBesideTheImages() throws IOException {
    Path images = images("set-images.idx3", TWO_IMAGES, 2, 2, 3);
    labels("set-labels.idx1", 4, 9);

    LabeledImages set = LabeledImages.read(images);

    assertThat(set.labels()).containsExactly(4, 9);
    assertThat(set.classes()).isEqualTo(10);
  }

  @Test
  void missingLabelFileIsNamed() throws IOException {
    Path images = images("set-images", TWO_IMAGES, 2, 2, 3);

    assertThatThrownBy(() -> LabeledImages.read(images))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(folder.resolve("set-labels") + ": missing (expected: labels of set-images)");
  }

  @Test
  void imageFileInPlaceOfLabelsIsRefused() throws IOException {
    Path file = images("x", TWO_IMAGES, 2, 2, 3);

    assertThatThrownBy(() -> Idx.readLabels(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(file + ": magic: 0x00000803 (expected: 0x00000801, a label file)");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(images("whole", TWO_IMAGES, 2, 2, 3));
    byte[] packed = gzip(whole);
    for (byte[] content : new byte[][] {whole, packed}) {
      for (int length = 0; length < content.length; length++) {
        Path file = folder.resolve("cut");
        Files.write(file, Arrays.copyOf(content, length));

        assertThatThrownBy(() -> Idx.readImages(file))
            .as("first %d of %d bytes", length, content.length)
            .isInstanceOf(InvalidDataException.class)
            .hasMessageStartingWith(file + ": ");
      }
    }
  }

  @Test
  void truncatedDataSayHowMuchIsMissing() throws IOException {
    byte[] whole = Files.readAllBytes(images("whole", TWO_IMAGES, 2, 2, 3));
    Path file = folder.resolve("cut");
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));

    assertThatThrownBy(() -> Idx.readImages(file))
        .hasMessage(file + ": data bytes: 11 (expected: 12; truncated?)");
  }

  @Test
  void moreDataThanTheHeaderSaysAreRefused() throws IOException {
    Path file = images("long", TWO_IMAGES, 1, 2, 3);

    assertThatThrownBy(() -> Idx.readImages(file))
        .hasMessage(file + ": data bytes: more than 6 (expected: as the header says)");
  }

  @Test
  void hugeClaimIsRefusedWithoutMemory() throws IOException {
    Path file = images("huge", TWO_IMAGES, Integer.MAX_VALUE, 28, 28);

    assertThatThrownBy(() -> Idx.readImages(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(file + ": elements: more than 1073741824 (expected: a header that is true)");
  }

  @Test
  void negativeSizeIsRefused() throws IOException {
    Path file = images("negative", TWO_IMAGES, -1, 2, 3);

    assertThatThrownBy(() -> Idx.readImages(file))
        .hasMessage(file + ": size of dimension 0: -1 (expected: >= 1)");
  }

  @Test
  void missingFileIsAnErrorOfTheFileSystem() {
    assertThatThrownBy(() -> Idx.readImages(folder.resolve("nowhere")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private Path images(String name, byte[] pixels, int... sizes) throws IOException {
    return write(name, 0x0803, pixels, sizes);
  }

  private Path labels(String name, int... labels) throws IOException {
    byte[] bytes = new byte[labels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) labels[i];
    }
    return write(name, 0x0801, bytes, labels.length);
  }

  private Path write(String name, int magic, byte[] elements, int... sizes) throws IOException {
    Path file = folder.resolve(name);
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      out.writeInt(magic);
      for (int size : sizes) {
        out.writeInt(size);
      }
      out.write(elements);
    }
    return file;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}

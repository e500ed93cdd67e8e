package io.bytelane.bench.model;

import io.bytelane.bench.BenchShape;
import io.bytelane.models.bundled.BundledNetwork;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A bundled network on a batch of images. Id `NETWORK-bBATCH`, as `mnist_cnn-b1`.
///
/// @param network the network
/// @param batch images of one run
public record ModelShape(BundledNetwork network, int batch) implements BenchShape {
  private static final Pattern ID = Pattern.compile("(\\w+)-b([1-9]\\d{0,3})");

  /// Reads the form that [#id] writes.
  public static ModelShape parse(String id) {
    Matcher matcher = ID.matcher(id);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "shape: " + id + " (expected: NETWORK-bBATCH, as mnist_cnn-b1)");
    }
    BundledNetwork network =
        BundledNetwork.find(matcher.group(1))
            .orElseThrow(
                () ->
                    new NoSuchElementException(
                        "network: "
                            + matcher.group(1)
                            + " (expected: one of "
                            + BundledNetwork.ids()
                            + ")"));
    return new ModelShape(network, Integer.parseInt(matcher.group(2)));
  }

  @Override
  public String id() {
    return network.id() + "-b" + batch;
  }

  @Override
  public double macs() {
    return (double) ModelNetwork.of(network).macsPerImage() * batch;
  }
}

package io.bytelane.tests.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.models.calibration.EntropyCalibrator;
import io.bytelane.models.calibration.HistogramObserver;
import io.bytelane.models.calibration.MagnitudeHistogram;
import io.bytelane.models.calibration.MinMaxObserver;
import io.bytelane.models.calibration.MseCalibrator;
import io.bytelane.models.calibration.PercentileCalibrator;
import io.bytelane.models.calibration.ValueRange;
import io.bytelane.quant.LevelRange;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

@PropertyDefaults(tries = 1000)
class CalibrationProperties {

  @Provide
  Arbitrary<float[]> values() {
    Arbitrary<Float> wide =
        Arbitraries.integers().map(Float::intBitsToFloat).filter(Float::isFinite);
    Arbitrary<Float> narrow = Arbitraries.integers().between(-4000, 4000).map(i -> i / 256f);
    return Arbitraries.oneOf(narrow, narrow, narrow, wide, Arbitraries.of(0f, -0f))
        .array(float[].class)
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  @Property(tries = 1000)
  void anyMergeTreeOfAnyShuffleGivesTheSameHistogram(
      @ForAll("values") float[] x,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int parts) {
    HistogramObserver whole = new HistogramObserver("x", 64);
    whole.observe(x);
    MinMaxObserver wholeRange = new MinMaxObserver("x");
    wholeRange.observe(x);
    Random random = new Random(seed);
    float[] shuffled = shuffle(x, random);
    HistogramObserver[] observers = new HistogramObserver[parts];
    MinMaxObserver[] ranges = new MinMaxObserver[parts];
    for (int p = 0; p < parts; p++) {
      observers[p] = new HistogramObserver("x", 64);
      ranges[p] = new MinMaxObserver("x");
    }
    for (int i = 0; i < x.length; i++) {
      int p = random.nextInt(parts);
      observers[p].observe(shuffled, i, 1);
      ranges[p].observe(shuffled, i, 1);
    }
    for (int alive = parts; alive > 1; alive--) {
      int into = random.nextInt(alive - 1);
      observers[into].merge(observers[alive - 1]);
      ranges[into].merge(ranges[alive - 1]);
    }
    assertThat(observers[0].histogram()).isEqualTo(whole.histogram());
    assertThat(observers[0].histogram()).hasSameHashCodeAs(whole.histogram());
    assertThat(ranges[0].range()).isEqualTo(wholeRange.range()).isEqualTo(whole.range());
    whole.merge(whole);
    assertThat(whole.histogram().total()).isEqualTo(2L * x.length);
  }

  private static float[] shuffle(float[] x, Random random) {
    float[] shuffled = x.clone();
    for (int i = shuffled.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      float swap = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = swap;
    }
    return shuffled;
  }

  /// The value of the rank decides the bin; the bin decides the edge.
  @Property(tries = 1000)
  void percentileIsTheUpperEdgeOfTheRankedValue(
      @ForAll("values") float[] x, @ForAll @DoubleRange(min = 0, max = 100) double p) {
    HistogramObserver observer = new HistogramObserver("x");
    observer.observe(x);
    double width = observer.histogram().binWidth();
    PercentileCalibrator calibrator = new PercentileCalibrator(p);
    double[] sorted = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      sorted[i] = Math.abs(x[i]);
    }
    Arrays.sort(sorted);
    int rank = (int) Math.max(1, Math.ceil(p * x.length / 100));
    double max = sorted[x.length - 1];
    double edge = Math.min(max, (Math.floor(sorted[rank - 1] / width) + 1) * width);
    double want = p == 0 ? sorted[0] : p == 100 ? max : edge;
    MagnitudeHistogram magnitudes = observer.histogram().magnitudes();
    assertThat(calibrator.amax(magnitudes, LevelRange.narrow(8))).isEqualTo(want);
    if (p >= 60) {
      ValueRange range = calibrator.range(observer.histogram(), LevelRange.signed(8));
      assertThat(range.max() + 0f).isEqualTo((float) signedEdge(x, p, width, rank) + 0f);
      float[] negated = new float[x.length];
      for (int i = 0; i < x.length; i++) {
        negated[i] = -x[i];
      }
      assertThat(range.min() + 0f).isEqualTo((float) -signedEdge(negated, p, width, rank) + 0f);
    }
  }

  private static double signedEdge(float[] x, double p, double width, int rank) {
    float[] sorted = x.clone();
    Arrays.sort(sorted);
    double max = sorted[x.length - 1];
    double ranked = sorted[rank - 1];
    double edge = 0;
    if (ranked < 0) {
      edge = -Math.floor(-ranked / width) * width;
    } else if (ranked > 0) {
      edge = (Math.floor(ranked / width) + 1) * width;
    }
    return p == 100 ? max : Math.min(max, edge);
  }

  @Provide
  Arbitrary<long[]> counts() {
    return Arbitraries.of(0L, 0L, 0L, 1L, 2L, 7L, 1000L, 3_000_000_000L)
        .array(long[].class)
        .ofMinSize(120)
        .ofMaxSize(170);
  }

  private static MagnitudeHistogram histogram(long[] counts) {
    counts[counts.length - 1] += 1;
    double width = 0.25;
    return MagnitudeHistogram.of(width, counts, 0, (counts.length - 0.4) * width);
  }

  private static LevelRange levels(int bits, boolean unsigned) {
    return unsigned ? LevelRange.unsigned(bits) : LevelRange.narrow(bits);
  }

  @Property
  void entropyIsTheDefinition(
      @ForAll("counts") long[] counts,
      @ForAll @IntRange(min = 2, max = 8) int bits,
      @ForAll boolean unsigned) {
    MagnitudeHistogram histogram = histogram(counts);
    long[] before = histogram.counts();
    int groups = 1 << (unsigned ? bits : bits - 1);
    double want =
        counts.length < 128
            ? histogram.max()
            : Math.min(histogram.max(), lastBest(histogram.counts(), groups) * 0.25);
    assertThat(new EntropyCalibrator().amax(histogram, levels(bits, unsigned)))
        .isCloseTo(want, within(1e-12));
    assertThat(histogram.counts()).isEqualTo(before);
  }

  private static int lastBest(long[] counts, int groups) {
    counts[0] = counts[1];
    int best = counts.length;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 128; i <= counts.length; i++) {
      double d = divergence(counts, i, groups);
      // A difference in the last places is a tie in exact arithmetic; the later one wins.
      if (d <= least) {
        least = d;
        best = i;
      }
    }
    return best;
  }

  private static double divergence(long[] counts, int kept, int groups) {
    double[] p = new double[kept];
    double[] q = new double[kept];
    for (int k = 0; k < kept; k++) {
      p[k] = counts[k];
    }
    for (int g = 0; g < groups; g++) {
      double mass = 0;
      int used = 0;
      for (int k = 0; k < kept; k++) {
        if (k * groups / kept == g && counts[k] > 0) {
          mass += counts[k];
          used++;
        }
      }
      for (int k = 0; k < kept; k++) {
        if (k * groups / kept == g && counts[k] > 0) {
          q[k] = mass / used;
        }
      }
    }
    for (int k = kept; k < counts.length; k++) {
      p[kept - 1] += counts[k];
    }
    double pMass = Arrays.stream(p).sum();
    double qMass = Arrays.stream(q).sum();
    double sum = 0;
    for (int k = 0; k < kept; k++) {
      if (p[k] > 0) {
        sum += p[k] / pMass * Math.log(p[k] / pMass / (q[k] / qMass));
      }
    }
    return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
  }

  @Property
  void meanSquaredErrorIsTheDefinition(
      @ForAll("counts") long[] counts,
      @ForAll @IntRange(min = 2, max = 8) int bits,
      @ForAll boolean unsigned) {
    MagnitudeHistogram histogram = histogram(counts);
    int qmax = (1 << (unsigned ? bits : bits - 1)) - 1;
    double best = histogram.max();
    double least = Double.POSITIVE_INFINITY;
    for (int i = 127; i < counts.length; i++) {
      double candidate = i == counts.length - 1 ? histogram.max() : (i + 1) * 0.25;
      double error = 0;
      for (int k = 0; k < counts.length; k++) {
        double centre = (k + 0.5) * 0.25;
        double step = candidate / qmax;
        double y = Math.min(qmax, Math.rint(centre / step)) * step;
        error += counts[k] * ((y - centre) * (y - centre));
      }
      if (error < least) {
        least = error;
        best = candidate;
      }
    }
    assertThat(new MseCalibrator().amax(histogram, levels(bits, unsigned))).isEqualTo(best);
  }

  @Property
  void affineMeanSquaredErrorShrinksTheExtremes(
      @ForAll("values") float[] x, @ForAll boolean unsigned) {
    LevelRange levels = unsigned ? LevelRange.unsigned(3) : LevelRange.signed(3);
    HistogramObserver observer = new HistogramObserver("x", 64);
    observer.observe(x);
    ValueRange range = new MseCalibrator().range(observer.histogram(), levels);
    ValueRange full = observer.range();
    double least = Double.POSITIVE_INFINITY;
    ValueRange best = full;
    for (int k = 128; k >= 32; k--) {
      ValueRange candidate = new ValueRange(full.min() * (k / 128f), full.max() * (k / 128f));
      double error = 0;
      double width = observer.histogram().binWidth();
      var params = candidate.affine(levels);
      for (int i = -observer.histogram().bins(); i < observer.histogram().bins(); i++) {
        long count =
            i < 0 ? observer.histogram().negative(-i - 1) : observer.histogram().positive(i);
        double centre = (i + 0.5) * width;
        double q = Math.rint(centre / params.scale()) + params.zeroPoint();
        q = Math.max(levels.min(), Math.min(levels.max(), q));
        double y = (q - params.zeroPoint()) * params.scale();
        error += count * ((y - centre) * (y - centre));
      }
      if (error < least) {
        least = error;
        best = candidate;
      }
    }
    assertThat(range).isEqualTo(best);
  }
}

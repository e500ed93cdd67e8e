package io.bytelane.models.cli;

import io.bytelane.models.explore.Progress;
import java.io.PrintWriter;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// Shows work that takes longer than a second as a bar on standard error.
final class ProgressBars implements Progress {
  private static final long DELAY_NANOS = 1_000_000_000;
  private static final int INTERVAL_MILLIS = 250;
  private static final int WIDTH = 90;

  private final PrintWriter err;

  ProgressBars(PrintWriter err) {
    this.err = err;
  }

  @Override
  public Work begin(String task, long total) {
    return new Bar(task, total);
  }

  /// Waits a second before it appears, and leaves the finished bar behind as a line.
  private final class Bar implements Work {
    private final String task;
    private final long total;
    private final long start = System.nanoTime();
    private long done;
    private ProgressBar bar;

    private Bar(String task, long total) {
      this.task = task;
      this.total = total;
    }

    @Override
    public void advance(long steps) {
      done += steps;
      if (bar == null && done < total && System.nanoTime() - start > DELAY_NANOS) {
        bar =
            new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(INTERVAL_MILLIS)
                .setConsumer(new DelegatingProgressBarConsumer(this::show, WIDTH))
                .build();
      }
      if (bar != null) {
        bar.stepTo(done);
      }
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
        err.println();
        err.flush();
      }
    }

    private void show(String text) {
      err.print("\r" + text);
      err.flush();
    }
  }
}

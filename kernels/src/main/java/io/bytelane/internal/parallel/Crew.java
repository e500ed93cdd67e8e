package io.bytelane.internal.parallel;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// The threads that share one call: that of the caller, and as many of an executor as come.
///
/// Tiles are claimed from a counter, so the caller can do all of them alone and waits only for
/// threads that have begun: an executor that is saturated, runs tasks on the spot, drops or rejects
/// them costs time, never the result, and cannot block. A crew is its own task and is handed to the
/// executor once for each helper that is wanted. A task that the executor starts late finds no seat
/// and ends, or takes a seat in the call that runs then, which is as good.
///
/// ```
/// caller:  open seats -> invite helpers -> claim tiles -> close seats -> wait for seated helpers
/// helper:                 take a seat   -> claim tiles -> leave, wake the caller
/// ```
public final class Crew implements Runnable {
  /// Checks of the counter before the caller sleeps: some 10 microseconds, about the rest of a
  /// tile.
  private static final int SPINS = 200;

  private final Scratch[] lanes;

  /// Seats that are free in the present call; seat `i` uses lane `i`, the caller lane 0.
  private final AtomicInteger seats = new AtomicInteger();

  /// Helpers that the caller still has to wait for, free seats included until they are closed.
  private final AtomicInteger present = new AtomicInteger();

  private final AtomicInteger nextTile = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile Thread waiting;

  // Written before seats open, which publishes them.
  private TileJob job;
  private int tiles;

  /// Creates a crew.
  ///
  /// @param lanes scratch memory, one for each thread; kept
  public Crew(Scratch... lanes) {
    this.lanes = lanes;
  }

  /// Returns the number of threads that can share a call.
  public int size() {
    return lanes.length;
  }

  /// Returns the scratch memory of a lane; 0 is the caller's.
  public Scratch lane(int index) {
    return lanes[index];
  }

  /// Runs every tile of `work` and returns when all are done.
  ///
  /// What a tile throws, or the executor other than a rejection, is thrown here after every thread
  /// has left; the tiles that were not claimed by then are left out.
  ///
  /// @param workers threads that may take part, the caller's included, `1 .. size()`
  public void run(TileJob work, int tileCount, Executor executor, int workers) {
    job = work;
    tiles = tileCount;
    nextTile.set(0);
    present.set(workers - 1);
    seats.set(workers - 1);
    try {
      for (int i = 1; i < workers; i++) {
        executor.execute(this);
      }
    } catch (RejectedExecutionException rejected) {
      // The caller's thread and the helpers that were accepted do the rest.
    } catch (Throwable thrown) {
      fail(thrown);
    }
    claimTiles(lanes[0]);
    awaitHelpers();
    job = null;
    Throwable thrown = failure.getAndSet(null);
    if (thrown != null) {
      Crew.<RuntimeException>rethrow(thrown);
    }
  }

  /// Tiles and executors declare no checked exceptions; what they throw nevertheless passes as it
  /// is.
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void rethrow(Throwable thrown) throws E {
    throw (E) thrown;
  }

  /// The part of a helper.
  @Override
  public void run() {
    int seat = seats.get();
    while (seat > 0 && !seats.compareAndSet(seat, seat - 1)) {
      seat = seats.get();
    }
    if (seat == 0) {
      return;
    }
    claimTiles(lanes[seat]);
    if (present.decrementAndGet() == 0) {
      LockSupport.unpark(waiting);
    }
  }

  private void claimTiles(Scratch scratch) {
    try {
      for (int tile = nextTile.getAndIncrement(); tile < tiles; tile = nextTile.getAndIncrement()) {
        job.run(tile, scratch);
      }
    } catch (Throwable thrown) {
      fail(thrown);
    }
  }

  /// Keeps the first throwable and ends the claiming of tiles.
  private void fail(Throwable thrown) {
    failure.compareAndSet(null, thrown);
    nextTile.set(tiles);
  }

  private void awaitHelpers() {
    present.addAndGet(-seats.getAndSet(0));
    boolean interrupted = false;
    waiting = Thread.currentThread();
    for (int spins = 0; present.get() > 0; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    }
    waiting = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

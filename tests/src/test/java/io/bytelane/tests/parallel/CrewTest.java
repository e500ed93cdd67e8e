package io.bytelane.tests.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.internal.parallel.Crew;
import io.bytelane.internal.parallel.Scratch;
import io.bytelane.internal.parallel.TileJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Threads that share a call: each tile once, whatever the executor does.
@Timeout(60)
class CrewTest {
  private static final int TILES = 100;

  private static Crew crew(int size) {
    Scratch[] lanes = new Scratch[size];
    for (int i = 0; i < size; i++) {
      lanes[i] = new Scratch(new byte[1], new int[1], new float[1]);
    }
    return new Crew(lanes);
  }

  /// Runs all tiles and asserts that each ran once.
  private static void assertComplete(Crew crew, Executor executor) {
    AtomicIntegerArray ran = new AtomicIntegerArray(TILES);
    crew.run((tile, scratch) -> ran.incrementAndGet(tile), TILES, executor, crew.size());
    for (int tile = 0; tile < TILES; tile++) {
      assertThat(ran.get(tile)).as("runs of tile %d", tile).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Pools.class)
  void runsEveryTileOnce(Pools pool) {
    Crew crew = crew(4);
    pool.use(
        executor -> {
          for (int call = 0; call < 200; call++) {
            assertComplete(crew, executor);
          }
        });
  }

  /// Each of three threads waits in its tile for the two others, on scratch memory of its own.
  @Test
  void threadsWorkAtTheSameTimeOnTheirOwnScratch() {
    Crew crew = crew(3);
    CyclicBarrier together = new CyclicBarrier(3);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Set<byte[]> scratches = ConcurrentHashMap.newKeySet();
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      crew.run(
          (tile, scratch) -> {
            await(together);
            threads.add(Thread.currentThread());
            scratches.add(scratch.bytes());
          },
          3,
          pool,
          3);
    }
    assertThat(threads).hasSize(3).contains(Thread.currentThread());
    assertThat(scratches).hasSize(3);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// Every thread of the pool, the caller's included, is busy: tasks never begin in time.
  @Test
  void aSaturatedExecutorDoesNotBlock() throws Exception {
    Crew crew = crew(4);
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      Future<?> call = pool.submit(() -> assertComplete(crew, pool));
      call.get();
      // The tasks of that call begin now, find no seat and end.
      for (int i = 0; i < 20; i++) {
        assertComplete(crew, pool);
      }
    }
  }

  /// Tasks that begin during a later call take part in it.
  @Test
  void aLateTaskHelpsTheCallThatRunsThen() {
    Crew crew = crew(2);
    List<Runnable> queue = new ArrayList<>();
    assertComplete(crew, queue::add);
    assertThat(queue).hasSize(1);
    queue.getFirst().run();
    Runnable late = queue.getFirst();
    assertComplete(
        crew,
        task -> {
          late.run();
          task.run();
        });
  }

  @Test
  void anExecutorThatDropsTasksCostsNothingButTime() {
    Crew crew = crew(3);
    assertComplete(crew, task -> {});
    assertComplete(crew, task -> {});
  }

  @Test
  void anExecutorThatRejectsTasksCostsNothingButTime() {
    Crew crew = crew(3);
    ExecutorService closed = Executors.newSingleThreadExecutor();
    closed.close();
    assertComplete(crew, closed);
    CountDownLatch accepted = new CountDownLatch(1);
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      assertComplete(
          crew,
          task -> {
            if (accepted.getCount() == 0) {
              throw new RejectedExecutionException("one task only");
            }
            accepted.countDown();
            pool.execute(task);
          });
    }
  }

  @ParameterizedTest
  @EnumSource(Pools.class)
  void whatATileThrowsReachesTheCallerOnce(Pools pool) {
    Crew crew = crew(4);
    pool.use(
        executor -> {
          for (int failing = 0; failing < TILES; failing += 7) {
            int at = failing;
            TileJob job =
                (tile, scratch) -> {
                  if (tile == at) {
                    throw new IllegalStateException("tile " + tile);
                  }
                };
            assertThatThrownBy(() -> crew.run(job, TILES, executor, 4))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("tile " + at);
            assertComplete(crew, executor);
          }
        });
  }

  /// The exception arrives only when the last thread has left its tile.
  @Test
  void anExceptionWaitsForTheOtherThreads() {
    Crew crew = crew(2);
    CyclicBarrier together = new CyclicBarrier(2);
    boolean[] left = new boolean[1];
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      Thread caller = Thread.currentThread();
      TileJob job =
          (tile, scratch) -> {
            await(together);
            if (Thread.currentThread().equals(caller)) {
              throw new IllegalStateException("caller");
            }
            long end = System.nanoTime() + 50_000_000;
            while (System.nanoTime() < end) {
              Thread.onSpinWait();
            }
            left[0] = true;
          };
      assertThatThrownBy(() -> crew.run(job, 2, pool, 2)).hasMessage("caller");
      assertThat(left[0]).isTrue();
    }
  }

  @Test
  void errorsAndWhatTheExecutorThrowsPassAsTheyAre() {
    Crew crew = crew(3);
    AssertionError error = new AssertionError("broken");
    assertThatThrownBy(
            () ->
                crew.run(
                    (tile, scratch) -> {
                      throw error;
                    },
                    TILES,
                    Runnable::run,
                    3))
        .isSameAs(error);
    assertThatThrownBy(
            () ->
                crew.run(
                    (tile, scratch) -> {},
                    TILES,
                    task -> {
                      throw new UnsupportedOperationException("no tasks");
                    },
                    3))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("no tasks");
    assertComplete(crew, Runnable::run);
  }

  /// An interrupt neither ends the call early nor is lost.
  @Test
  void anInterruptIsKept() {
    Crew crew = crew(2);
    CyclicBarrier together = new CyclicBarrier(2);
    Thread caller = Thread.currentThread();
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      boolean[] left = new boolean[1];
      crew.run(
          (tile, scratch) -> {
            await(together);
            if (!Thread.currentThread().equals(caller)) {
              caller.interrupt();
              long end = System.nanoTime() + 20_000_000;
              while (System.nanoTime() < end) {
                Thread.onSpinWait();
              }
              left[0] = true;
            }
          },
          2,
          pool,
          2);
      assertThat(left[0]).isTrue();
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}

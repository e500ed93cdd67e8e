package io.bytelane.models.plan;

import io.bytelane.models.graph.UnsupportedModelException;
import io.bytelane.models.operator.MemoryBudget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Lays regions out in one array so that two which are alive at the same time never overlap.
///
/// Large regions first, each in the smallest gap that fits between those already placed which live
/// at the same time.
final class MemoryPlanner {
  private MemoryPlanner() {}

  /// Places all regions of one kind.
  ///
  /// @param regions the regions
  /// @param elementBytes bytes of an element
  /// @return the elements of the array at batch size 1
  /// @throws UnsupportedModelException if they take more bytes than one tensor may have
  static int place(Collection<Region> regions, int elementBytes) {
    List<Region> bySize = new ArrayList<>(regions);
    bySize.sort(
        Comparator.comparingInt(Region::unitSize).reversed().thenComparingInt(Region::firstStep));
    List<Region> placed = new ArrayList<>();
    int total = 0;
    for (Region region : bySize) {
      int offset = gap(region, placed);
      long bytes = ((long) offset + region.unitSize()) * elementBytes;
      if (bytes > MemoryBudget.MAX_TENSOR_BYTES) {
        throw new UnsupportedModelException(
            "activations",
            "activation bytes of one batch element: "
                + bytes
                + " (expected: at most "
                + MemoryBudget.MAX_TENSOR_BYTES
                + ")");
      }
      region.placeAt(offset);
      placed.add(region);
      total = Math.max(total, region.end());
    }
    return total;
  }

  /// The start of the smallest gap, the end of everything where there is none.
  private static int gap(Region region, List<Region> placed) {
    List<Region> alive =
        placed.stream()
            .filter(region::overlapsInTime)
            .sorted(Comparator.comparingInt(Region::offset))
            .toList();
    int free = 0;
    int best = -1;
    int bestSize = Integer.MAX_VALUE;
    for (Region other : alive) {
      int size = other.offset() - free;
      if (size >= region.unitSize() && size < bestSize) {
        best = free;
        bestSize = size;
      }
      free = Math.max(free, other.end());
    }
    return best >= 0 ? best : free;
  }
}

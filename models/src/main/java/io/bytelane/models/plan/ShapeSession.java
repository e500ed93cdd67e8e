package io.bytelane.models.plan;

import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs a network on inputs of changing shapes, in memory of its own. For one thread at a time.
///
/// A session for each shape is kept, up to the capacity of the plans; the one that was not used for
/// the longest time is given up for a new one.
public final class ShapeSession {
  private final ShapePlans plans;
  private final List<Session> sessions = new ArrayList<>();

  ShapeSession(ShapePlans plans) {
    this.plans = plans;
  }

  /// Runs the network.
  ///
  /// @param inputs a tensor for every input of the graph, by name
  /// @return the outputs by name, in the order of the graph
  /// @throws InvalidModelException if an input is missing or has a type or shape that the network
  ///     does not take
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    return session(inputs).run(inputs);
  }

  /// Runs a network with one float output. For shapes that it has seen it allocates nothing once
  /// warm, unless the plan holds generic steps.
  ///
  /// @param inputs a tensor for every input of the graph, by name
  /// @param output takes the elements of the output
  /// @param outputOffset the first element to write
  /// @throws InvalidModelException if an input is missing or has a type or shape that the network
  ///     does not take
  /// @throws IndexOutOfBoundsException if the array is too short; nothing is written then
  /// @throws IllegalArgumentException if the network has other outputs
  public void run(Map<String, Tensor> inputs, float[] output, int outputOffset) {
    session(inputs).run(inputs, output, outputOffset);
  }

  /// Returns the session for the shapes of some inputs, made at the first call.
  ///
  /// @param inputs a tensor for every input of the graph, by name
  /// @return the session, which belongs to this one's thread
  public Session session(Map<String, Tensor> inputs) {
    for (int i = sessions.size() - 1; i >= 0; i--) {
      Session session = sessions.get(i);
      if (session.fits(inputs)) {
        if (i != sessions.size() - 1) {
          sessions.add(sessions.remove(i));
        }
        return session;
      }
    }
    Session session = plans.planFor(inputs).newSession(1);
    sessions.add(session);
    if (sessions.size() > plans.capacity()) {
      sessions.removeFirst();
    }
    return session;
  }
}

package io.bytelane.tests.support;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/// Scales the tries of every property: more in the long profile, fewer where tests run interpreted
/// or once for each mutant.
public final class TriesHook implements AroundPropertyHook {
  /// What the number of tries is multiplied with; 1 if it is absent, [#LONG_FACTOR] in the long
  /// profile.
  public static final String FACTOR = "bytelane.tries.factor";

  private static final String LONG_FACTOR = "20";
  private static final int JQWIK_DEFAULT = 1000;

  /// Created by the service loader.
  public TriesHook() {}

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    double factor = Double.parseDouble(System.getProperty(FACTOR, Sweep.LONG ? LONG_FACTOR : "1"));
    if (factor != 1) {
      int tries = context.attributes().tries().orElse(JQWIK_DEFAULT);
      context.attributes().setTries(Math.max(1, (int) Math.rint(tries * factor)));
    }
    return property.execute();
  }

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }
}

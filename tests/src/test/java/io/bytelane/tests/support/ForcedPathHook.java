package io.bytelane.tests.support;

import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/// Skips jqwik properties whose forced kernel path this machine cannot run. Registered as a
/// service.
public final class ForcedPathHook implements SkipExecutionHook {
  @Override
  public SkipResult shouldBeSkipped(LifecycleContext context) {
    return ForcedPath.obstacle().map(SkipResult::skip).orElseGet(SkipResult::doNotSkip);
  }

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }
}

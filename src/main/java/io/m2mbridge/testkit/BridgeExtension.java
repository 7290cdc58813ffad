package io.m2mbridge.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the one bridge of a test run with its first test, and gives each test a scenario. */
final class BridgeExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(BridgeExtension.class);

  /** The bridge, or why it didn't start: a second start would fail in the same way. */
  private static final class Started implements AutoCloseable {
    private final Object result = start();

    private static Object start() {
      try {
        return new SiteBridge();
      } catch (SiteBridge.StartException e) {
        return e;
      }
    }

    SiteBridge bridge() {
      if (result instanceof SiteBridge bridge) {
        return bridge;
      }
      var failed =
          new ParameterResolutionException(((SiteBridge.StartException) result).getMessage());
      failed.setStackTrace(new StackTraceElement[0]);
      throw failed;
    }

    @Override
    public void close() {
      if (result instanceof SiteBridge bridge) {
        bridge.close();
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Scenario.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .getOrComputeIfAbsent(Started.class, type -> new Started(), Started.class)
        .bridge()
        .scenario();
  }
}

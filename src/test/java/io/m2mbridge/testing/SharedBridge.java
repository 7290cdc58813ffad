package io.m2mbridge.testing;

import io.m2mbridge.testkit.Bridge;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Shares one bridge and its database among all test classes of a JVM that need no settings of their
 * own. A {@code @BeforeAll} or {@code @BeforeEach} method takes the bridge as a parameter of type
 * {@link Bridge}, or {@link DataRequests} with the API it replies to. Each time it is handed out,
 * the tables, the mocks and the API are empty. It is closed at the end of the test run.
 */
public final class SharedBridge implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedBridge.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Bridge.class || type == DataRequests.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    DataRequests shared =
        context
            .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
            .getOrComputeIfAbsent(
                DataRequests.class,
                type -> DataRequests.start(ConsoleClient.settings()),
                DataRequests.class);
    shared.reset();
    return parameter.getParameter().getType() == Bridge.class ? shared.bridge() : shared;
  }
}

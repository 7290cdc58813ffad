package io.m2mbridge.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OlderClassNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.m2mbridge.MetricsRegistry",
        "io.m2mbridge.delivery.CaffeineDeliveryRepository",
        "io.m2mbridge.delivery.DatabaseHealthCheck",
        "io.m2mbridge.delivery.DeliveryComponent",
        "io.m2mbridge.delivery.DeliveryMetrics",
        "io.m2mbridge.delivery.EffectsOncePolicy",
        "io.m2mbridge.delivery.ForwardBody",
        "io.m2mbridge.delivery.Inbox",
        "io.m2mbridge.delivery.JdbcDeliveryRepository",
        "io.m2mbridge.delivery.LeaseLostException",
        "io.m2mbridge.delivery.NoteFailure",
        "io.m2mbridge.delivery.NoticeComponent",
        "io.m2mbridge.delivery.OutsideOncePolicy",
        "io.m2mbridge.delivery.OwnTransactionPolicy",
        "io.m2mbridge.delivery.RouteException",
        "io.m2mbridge.delivery.SiteClient",
        "io.m2mbridge.delivery.StoreDelivery",
        "io.m2mbridge.delivery.StoreRecord",
        "io.m2mbridge.delivery.StoreUnavailableException",
        "io.m2mbridge.delivery.TransientException",
        "io.m2mbridge.delivery.UnrecoverableException"
      })
  void findsTheClassByItsOlderName(String name) throws Exception {
    CamelContext context = new DefaultCamelContext();
    OlderClassNames.install(context);

    Class<?> found = context.getClassResolver().resolveMandatoryClass(name);

    assertEquals(OlderClassNames.current(name), found.getName());
  }

  @Test
  void leavesOtherNamesAsTheyAre() throws Exception {
    CamelContext context = new DefaultCamelContext();
    OlderClassNames.install(context);

    assertEquals(String.class, context.getClassResolver().resolveClass("java.lang.String"));
    assertNull(context.getClassResolver().resolveClass("io.m2mbridge.delivery.Unknown"));
    assertNotNull(context.getClassResolver().loadResourceAsURL("m2m-bridge.properties"));
  }
}

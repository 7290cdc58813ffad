package io.m2mbridge.failure;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class CausesTest {
  @Test
  void findsAFailureInTheChainOfCauses() {
    IOException io = new IOException();
    assertSame(
        io, Causes.find(new RuntimeException(new IllegalStateException(io)), IOException.class));
    assertNull(Causes.find(new RuntimeException(io), SQLException.class));
    assertNull(Causes.find(null, SQLException.class));
  }
}

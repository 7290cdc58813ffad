package io.m2mbridge.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the test methods of a class a {@link Scenario} as a parameter. One bridge serves all of
 * them, in all test classes of the JVM. It has {@code routes/} and {@code application.properties}
 * of the working directory, an embedded PostgreSQL, and stand-ins for M2M and for the services that
 * the routes call over HTTP. At the beginning of each test the tables and the stand-ins are empty.
 *
 * <p>Two files on the test class path are optional: {@code schema.sql} creates the site's own
 * tables, and {@code m2m-bridge-test.properties} has settings that differ in tests.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(BridgeExtension.class)
public @interface BridgeTest {}

package io.m2mbridge.settings;

/** The jar that holds the simulator, its commands and the dev profile. */
public final class SimulatorJar {
  private SimulatorJar() {}

  /**
   * Returns the error sentence for a feature that needs this jar.
   *
   * @param what the feature, as the subject of the sentence
   */
  public static String missing(String what) {
    return what
        + " needs the simulator's jar, which isn't part of a production bridge: build it with mvn"
        + " package -DskipTests and run target/m2m-bridge.jar there, or copy target/lib-dev/ next to"
        + " the jar.";
  }
}

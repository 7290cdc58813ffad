package io.m2mbridge.log;

import org.apache.logging.log4j.util.PropertiesUtil;

/**
 * Chooses the log configuration of a bridge that runs alone. Log4j doesn't look for a file of that
 * name by itself, so an application with the jar on its class path keeps its own configuration.
 */
public final class LogConfiguration {
  private static final String SETTING = "log4j2.configurationFile";
  private static final String OTHER_NAME = "log4j.configurationFile";
  private static final String OURS = "classpath:m2m-bridge-log4j2.properties";

  private LogConfiguration() {}

  /** Makes the log go to standard error. It must run before the first logger is created. */
  public static void useStandardError() {
    System.setProperty("bridge.log.target", "SYSTEM_ERR");
  }

  /**
   * Makes Log4j use the jar's configuration, unless the user names another one in a way that Log4j
   * supports, such as the variable {@code LOG4J_CONFIGURATION_FILE}. It must run before the first
   * logger is created.
   */
  public static void choose() {
    PropertiesUtil set = PropertiesUtil.getProperties();
    if (set.getStringProperty(SETTING) == null && set.getStringProperty(OTHER_NAME) == null) {
      System.setProperty(SETTING, OURS);
    }
  }
}

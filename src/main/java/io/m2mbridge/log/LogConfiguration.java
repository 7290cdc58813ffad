package io.m2mbridge.log;

import org.apache.logging.log4j.util.PropertiesUtil;

/**
 * The log configuration of the bridge alone. Its name is none that Log4j looks for by itself, so
 * that another application with the jar on its class path keeps its own.
 */
public final class LogConfiguration {
  private static final String SETTING = "log4j2.configurationFile";
  private static final String OTHER_NAME = "log4j.configurationFile";
  private static final String OURS = "classpath:m2m-bridge-log4j2.properties";

  private LogConfiguration() {}

  /**
   * Has Log4j take the jar's own, unless the user names another in one of Log4j's ways, the
   * variable {@code LOG4J_CONFIGURATION_FILE} among them; for that there must be no logger yet.
   */
  public static void choose() {
    PropertiesUtil set = PropertiesUtil.getProperties();
    if (set.getStringProperty(SETTING) == null && set.getStringProperty(OTHER_NAME) == null) {
      System.setProperty(SETTING, OURS);
    }
  }
}

package io.m2mbridge.settings;

import java.util.Properties;
import org.apache.camel.component.properties.FilePropertiesSource;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesLocation;
import org.apache.camel.util.OrderedProperties;
import org.jspecify.annotations.Nullable;

/**
 * A settings file that is read as UTF-8, with or without a byte order mark. Camel itself reads ISO
 * 8859-1 and takes the mark for a part of the first key.
 */
final class PropertiesFileSource extends FilePropertiesSource {
  private final PropertiesFile file;

  PropertiesFileSource(PropertiesComponent properties, PropertiesLocation location, int order) {
    super(properties, location, order);
    this.file = PropertiesFile.read(location.getPath());
  }

  /** Returns the parsed file. */
  PropertiesFile file() {
    return file;
  }

  /** Takes a setting's new value. Null means that the file doesn't set it any more. */
  void take(String key, @Nullable String value) {
    if (value == null) {
      loadProperties().remove(key);
    } else {
      setProperty(key, value);
    }
  }

  @Override
  public Properties loadPropertiesFromLocation(
      PropertiesComponent properties, PropertiesLocation location) {
    if (file.isMissing()) {
      return super.loadPropertiesFromLocation(properties, location);
    }
    Properties answer = new OrderedProperties();
    file.entries().forEach(entry -> answer.setProperty(entry.key(), entry.value()));
    return answer;
  }
}

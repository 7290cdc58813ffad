package io.m2mbridge;

import org.apache.camel.TypeConverterLoaderException;
import org.apache.camel.component.micrometer.MicrometerTimerAction;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;

/**
 * Reads the option {@code action} of {@code micrometer:} by a converter of its own. Without one
 * Camel asks all of its converters anew at each start and stop of a timer, which took a fifth of
 * the time of a webhook.
 */
public final class TimerActions implements TypeConverterLoader {
  @Override
  public void load(TypeConverterRegistry registry) throws TypeConverterLoaderException {
    registry.addTypeConverter(
        MicrometerTimerAction.class,
        String.class,
        new SimpleTypeConverter(
            false, (type, exchange, value) -> MicrometerTimerAction.valueOf((String) value)));
  }
}

package io.m2mbridge.simulator;

import picocli.CommandLine.Option;

/** The options for faults and their rates. By default, there are no faults. */
final class Faults {
  private static final String EACH = "100%";

  @Option(
      names = "--duplicates",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "An acknowledged webhook is sent again, with a new signature.")
  Rate duplicates = Rate.NEVER;

  @Option(
      names = "--reorder",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description =
          "A webhook is delayed by up to 10 minutes, so that later ones arrive before it.")
  Rate reorder = Rate.NEVER;

  @Option(
      names = "--lost",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "A webhook is never sent. The report lists these.")
  Rate lost = Rate.NEVER;

  @Option(
      names = "--frozen-timestamp",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "Each attempt has the X-M2M-Timestamp and the signature of the first.")
  Rate frozenTimestamp = Rate.NEVER;

  @Option(
      names = "--new-body-timestamp",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "Each attempt, copy and replay has a new timestamp in the body, too.")
  Rate newBodyTimestamp = Rate.NEVER;

  @Option(
      names = "--secret-change",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "The first attempt is signed with --old-secret, the others with the new one.")
  Rate secretChange = Rate.NEVER;

  @Option(
      names = "--bad-signature",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "The first attempt's signature has one wrong digit.")
  Rate badSignature = Rate.NEVER;

  @Option(
      names = "--cut-signature",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "The first attempt's signature is truncated.")
  Rate cutSignature = Rate.NEVER;

  @Option(
      names = "--millisecond-timestamp",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "X-M2M-Timestamp is in milliseconds, and is signed in this form.")
  Rate millisecondTimestamp = Rate.NEVER;

  @Option(
      names = "--future-timestamp",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "The first attempt's X-M2M-Timestamp is one hour in the future.")
  Rate futureTimestamp = Rate.NEVER;

  @Option(
      names = "--garbage-timestamp",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "The first attempt's X-M2M-Timestamp isn't a number.")
  Rate garbageTimestamp = Rate.NEVER;

  @Option(
      names = "--event-mismatch",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "X-M2M-Event names another event than the body.")
  Rate eventMismatch = Rate.NEVER;

  @Option(
      names = "--unknown-events",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "An event is followed by one that M2M doesn't document.")
  Rate unknownEvents = Rate.NEVER;

  @Option(
      names = "--unknown-fields",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "The body has fields that M2M doesn't document.")
  Rate unknownFields = Rate.NEVER;

  @Option(
      names = "--unknown-required-fields",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "A data request also requires fields that M2M doesn't document.")
  Rate unknownRequiredFields = Rate.NEVER;

  @Option(
      names = "--absent-fields",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "Optional fields are missing or null.")
  Rate absentFields = Rate.NEVER;

  @Option(
      names = "--oversize",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "The body is larger than 1 MiB.")
  Rate oversize = Rate.NEVER;

  @Option(
      names = "--hostile-endpoint",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "A data request's replyEndpoint names another host.")
  Rate hostileEndpoint = Rate.NEVER;

  @Option(
      names = "--little-time",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "A data request expires two seconds after it was created.")
  Rate littleTime = Rate.NEVER;

  @Option(
      names = "--second-data-request",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "A link has a second data request, with another id.")
  Rate secondDataRequest = Rate.NEVER;

  @Option(
      names = "--api-errors",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "The API answers 429, 500, 502 or 503, in each shape of an error.")
  Rate apiErrors = Rate.NEVER;

  @Option(
      names = "--api-cuts",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description =
          "The API closes the connection, in half of the cases after it has processed the request.")
  Rate apiCuts = Rate.NEVER;

  @Option(
      names = "--api-slow",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "The API processes the request, but answers only after --api-delay.")
  Rate apiSlow = Rate.NEVER;
}

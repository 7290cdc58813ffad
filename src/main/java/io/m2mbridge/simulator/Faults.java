package io.m2mbridge.simulator;

import picocli.CommandLine.Option;

/** What goes wrong, and how often; nothing, unless it is asked for. */
final class Faults {
  private static final String EACH = "100%";

  @Option(
      names = "--duplicates",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "A webhook that was taken comes again, signed afresh.")
  Rate duplicates = Rate.NEVER;

  @Option(
      names = "--reorder",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "A webhook is held back for up to 10 minutes, so that later ones overtake it.")
  Rate reorder = Rate.NEVER;

  @Option(
      names = "--frozen-timestamp",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "Each attempt carries the X-M2M-Timestamp of the first, and so its signature.")
  Rate frozenTimestamp = Rate.NEVER;

  @Option(
      names = "--new-body-timestamp",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "Each attempt, copy and replay has a timestamp of its own in the body too.")
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
      description = "The first attempt's signature is wrong by one digit.")
  Rate badSignature = Rate.NEVER;

  @Option(
      names = "--cut-signature",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "The first attempt's signature lacks its end.")
  Rate cutSignature = Rate.NEVER;

  @Option(
      names = "--millisecond-timestamp",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "X-M2M-Timestamp is in milliseconds, and signed so.")
  Rate millisecondTimestamp = Rate.NEVER;

  @Option(
      names = "--future-timestamp",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "The first attempt's X-M2M-Timestamp lies an hour ahead.")
  Rate futureTimestamp = Rate.NEVER;

  @Option(
      names = "--garbage-timestamp",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "The first attempt's X-M2M-Timestamp is no number.")
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
      description = "After an event comes one that no page of M2M's names.")
  Rate unknownEvents = Rate.NEVER;

  @Option(
      names = "--unknown-fields",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "The body has fields that no page names.")
  Rate unknownFields = Rate.NEVER;

  @Option(
      names = "--unknown-required-fields",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "A data request asks for fields that no page lists, too.")
  Rate unknownRequiredFields = Rate.NEVER;

  @Option(
      names = "--absent-fields",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "Fields that needn't be there are left out, or null.")
  Rate absentFields = Rate.NEVER;

  @Option(
      names = "--oversize",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "The body is bigger than 1 MiB.")
  Rate oversize = Rate.NEVER;

  @Option(
      names = "--hostile-endpoint",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "A data request's replyEndpoint leads elsewhere.")
  Rate hostileEndpoint = Rate.NEVER;

  @Option(
      names = "--little-time",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "A data request ends two seconds after it was made.")
  Rate littleTime = Rate.NEVER;

  @Option(
      names = "--second-data-request",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "A link has a second data request, of an id of its own.")
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
      description = "The API cuts the connection: half the times it has taken the request before.")
  Rate apiCuts = Rate.NEVER;

  @Option(
      names = "--api-slow",
      paramLabel = "<rate>",
      converter = Rate.Converter.class,
      arity = "0..1",
      fallbackValue = EACH,
      description = "The API takes the request, and answers only after --api-delay.")
  Rate apiSlow = Rate.NEVER;
}

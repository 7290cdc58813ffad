package io.m2mbridge.check.finding;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of findings. {@code docs/checks.md} has an example of each. */
public enum FindingKind {

  // The files
  YAML_SYNTAX(Level.ERROR, true, "The file is not YAML."),
  DUPLICATE_KEY(
      Level.ERROR, true, "A key is there twice, and the last value wins without a message."),
  EMPTY_FILE(Level.ERROR, true, "The file has no route."),
  FILE_NOT_LOADED(
      Level.ERROR, false, "The file is in the folder of routes, and Camel doesn't load it."),
  NOT_A_ROUTE(Level.ERROR, false, "The file has something at its top that Camel ignores."),
  COMMENT_AS_VALUE(Level.ERROR, true, "A value begins with #, which makes it a comment."),
  UNKNOWN_STEP(Level.ERROR, false, "Camel has no step of that name."),
  UNKNOWN_OPTION(
      Level.ERROR, false, "The step, the language or the endpoint has no option of that name."),
  WRONG_TYPE(Level.ERROR, false, "The value has the wrong type for its option."),
  EMPTY_BRANCH(Level.ERROR, false, "A branch has no step."),

  // The names
  DUPLICATE_ID(Level.ERROR, true, "Two routes or two steps have the same id or startupOrder."),
  DUPLICATE_INPUT(Level.ERROR, true, "Two routes begin with the same direct."),
  UNKNOWN_COMPONENT(Level.ERROR, true, "No component of that name is on the class path."),
  UNKNOWN_BEAN(Level.ERROR, false, "No bean has that name."),
  UNKNOWN_CLASS(Level.ERROR, true, "No class of that name is on the class path."),
  UNKNOWN_ROUTE(Level.ERROR, true, "No route serves the direct that is called."),
  UNKNOWN_CONFIGURATION(Level.ERROR, true, "No routeConfiguration has that id."),
  MISSING_SETTING(Level.ERROR, true, "A placeholder names a setting that has no value."),
  MISSING_RESOURCE(Level.ERROR, true, "A file that a step names isn't there."),

  // The spine
  ROUTE_MISSING(Level.ERROR, false, "A route that every event passes is missing."),
  ROUTE_NOT_STARTED(Level.ERROR, false, "A route that every event passes is switched off."),
  SIGNATURE_NOT_FIRST(
      Level.ERROR, true, "Something is done with a request before its signature is verified."),
  STORE_ORDER(Level.ERROR, false, "A webhook is not read, stored and run in this order."),
  RUNS_FOR_DUPLICATES(Level.WARNING, false, "A step runs for each copy of a webhook."),
  LANE_MISSING(Level.ERROR, false, "No dispatcher claims the events of a name."),
  EVENT_NOT_DISPATCHED(Level.ERROR, false, "A dispatcher doesn't call the route of an event."),
  EVENT_NAME(
      Level.ERROR, false, "A condition compares the event with a name that M2M doesn't use."),
  WEBHOOK_FAILURES(Level.ERROR, false, "A webhook that fails is not answered as M2M expects."),
  WEBHOOK_STATUS(
      Level.ERROR, false, "M2M takes the answer for a failure and sends the webhook again."),
  SLOW_WEBHOOK(Level.ERROR, false, "A step between a webhook and its answer may wait."),

  // Money, once
  EFFECT_OUTSIDE_TRANSACTION(
      Level.ERROR, false, "A statement that writes is repeated with each attempt."),
  CALL_IN_TRANSACTION(
      Level.ERROR, false, "A call holds the transaction, and is not undone with it."),
  CLOCK_IN_EFFECTS(
      Level.WARNING, false, "An effect or a file's name depends on when the attempt runs."),
  SWALLOWED_FAILURE(Level.ERROR, false, "A failure is caught, and the event counts as done."),
  DEPENDS_ON_ATTEMPT(
      Level.ERROR, false, "Only some attempts do the work, which may then never be done."),
  CHANGING_KEY(
      Level.ERROR, false, "A key differs with each attempt, so that the work is repeated."),
  AT_MOST_ONCE(
      Level.WARNING, false, "An event that is handed over in memory is lost if the process ends."),
  QUEUE_WITHOUT_READER(Level.ERROR, true, "No route reads the queue."),
  ENDLESS_REDELIVERY(Level.ERROR, false, "One call or one event may be tried for ever."),
  ENDLESS_WAIT(Level.ERROR, false, "A worker may wait for one thing for ever."),
  ENDLESS_CALL(Level.ERROR, false, "The route of an event calls itself."),
  REPEATED_CALL(
      Level.WARNING, false, "A call that succeeded is repeated if a later one of its event fails."),
  OVERWRITTEN_FILE(Level.ERROR, false, "A file keeps only the last of several events."),
  SHARED_BY_EVENTS(Level.ERROR, false, "Several events have a key or a variable in common."),
  EVERY_ROW(Level.ERROR, false, "A statement changes every row of its table."),
  FORWARD_MISSING(
      Level.ERROR, false, "A setting names an endpoint for an event that no step forwards."),
  UNREACHABLE_STEP(Level.ERROR, false, "No event reaches the step."),
  EFFECT_MISSING(Level.ERROR, false, "The route doesn't record what the event is about."),
  CONDITIONAL_EFFECT(Level.WARNING, false, "Only some events have the effect of their route."),
  STEP_MISSING(
      Level.ERROR,
      false,
      "A step is missing or weakened on which replies, events or notices depend."),
  WRONG_STATEMENT(Level.ERROR, false, "The statement belongs to another event."),
  PARAMETERS_COUNT(
      Level.ERROR, false, "A statement has another number of parameters than its step says."),
  RESERVED_VARIABLE(Level.ERROR, false, "A step overwrites a variable of the bridge."),

  OUTSIDE_ONCE(Level.ERROR, true, "A policy outside-once can't tell its call from another one."),
  OLDER_ROUTE(
      Level.ERROR, true, "A route of an older version doesn't work with one of this version."),

  // Data
  UNKNOWN_VARIABLE(Level.ERROR, false, "Nothing sets the variable."),
  UNKNOWN_FIELD(Level.ERROR, false, "M2M's event has no such field."),
  ABSENT_FIELD(Level.WARNING, false, "M2M may leave the field out, and then the event fails."),
  UNKNOWN_HEADER(Level.ERROR, false, "Nothing sets the header."),
  HEADER_REMOVED(Level.ERROR, false, "A header is removed before the call that it is set for."),
  EXPRESSION_IN_CONSTANT(Level.ERROR, false, "A constant is never evaluated."),
  NOT_A_PATH(Level.ERROR, false, "The expression doesn't reach into the data."),
  BODY_CHANGED(
      Level.ERROR, true, "A step changes the body, and the event is forwarded as it came."),
  AMOUNTS_CHANGED(Level.ERROR, false, "An amount loses digits, or isn't a number any more."),
  BODY_LOST(Level.ERROR, false, "A step changes the body that the statements after it read."),
  USER_DATA_QUERY(Level.ERROR, false, "A field would be missing in replies to M2M."),
  EVERY_COLUMN(Level.WARNING, false, "The query of the user data takes every column."),

  // Expressions
  EXPRESSION_SYNTAX(Level.ERROR, true, "The expression can't be read."),
  TO_WITH_EXPRESSION(Level.ERROR, true, "The step to doesn't evaluate expressions."),
  NEVER_TRUE(Level.ERROR, false, "The condition is never true, or always."),
  AMOUNT_COMPARISON(Level.WARNING, false, "The comparison ignores the decimals of the amount."),
  DATE_PATTERN(Level.ERROR, false, "A letter in the pattern of a date means something else."),

  // Leaks
  EVENT_IN_ENDPOINT(Level.ERROR, false, "The event decides where data is sent."),
  FREE_TEXT_IN_ENDPOINT(
      Level.WARNING, false, "Free text of the event becomes a part of an endpoint."),
  EVENT_IN_SQL(Level.ERROR, false, "A value of the event becomes a part of a statement."),
  API_KEY(Level.ERROR, false, "The API key leaves the client that guards it."),
  LITERAL_SECRET(Level.ERROR, false, "A secret is written into a file of routes or settings."),
  PERSONAL_DATA_IN_LOG(Level.ERROR, false, "Personal data is logged."),
  UNVERIFIED_SERVER(
      Level.ERROR, false, "Nothing verifies that the server of a call is the one that is meant."),
  PUBLIC_DATA(Level.WARNING, false, "Everyone who reaches the webhooks can ask for the data."),
  UNBOUNDED_METRIC(Level.ERROR, false, "A metric has a tag with another value for each event."),

  // Settings
  SETTING_NAME(Level.ERROR, true, "Nothing reads the setting."),
  SETTING_VALUE(Level.ERROR, true, "The setting has a value that can't work."),
  SETTING_COMBINATION(Level.WARNING, false, "Two settings together are probably not as meant."),
  ALLOWED_IN_VAIN(Level.WARNING, false, "m2m.check.allow names a finding that isn't there.");

  private final Level level;
  private final boolean stopsStart;
  private final String meaning;

  FindingKind(Level level, boolean stopsStart, String meaning) {
    this.level = level;
    this.stopsStart = stopsStart;
    this.meaning = meaning;
  }

  /** The id, as {@code m2m.check.allow} names it: the constant in lower case with hyphens. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Level level() {
    return level;
  }

  /** Whether the start stops on it, because it can't be meant. Otherwise it is a warning there. */
  public boolean stopsStart() {
    return stopsStart;
  }

  /** What it means, in one sentence. */
  public String meaning() {
    return meaning;
  }

  /** The kind with an id; empty if there is none. */
  public static Optional<FindingKind> of(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
  }
}

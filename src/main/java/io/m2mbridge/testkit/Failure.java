package io.m2mbridge.testkit;

import java.util.Arrays;

/** Makes the error of a failed expectation, whose stack trace begins in the test. */
final class Failure {
  private static final String KIT = Failure.class.getPackageName() + ".";

  private Failure() {}

  static AssertionError saying(String sentence) {
    AssertionError error = new AssertionError(sentence);
    error.setStackTrace(
        Arrays.stream(error.getStackTrace())
            .dropWhile(frame -> isOurs(frame.getClassName()))
            .toArray(StackTraceElement[]::new));
    return error;
  }

  private static boolean isOurs(String className) {
    return className.startsWith(KIT) || className.startsWith("java.");
  }
}

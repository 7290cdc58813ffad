package io.m2mbridge.command;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.NoSuchElementException;
import java.util.Scanner;

/** A question of a command's on the terminal, before it does what many rows depend on. */
final class Question {
  private Question() {}

  /** Whether it is answered with y; without a terminal, and nothing piped in, it is not. */
  static boolean isConfirmed(PrintWriter out, String question) {
    out.print(question + " [y/N] ");
    out.flush();
    try {
      return new Scanner(System.in, Charset.defaultCharset())
          .nextLine()
          .strip()
          .equalsIgnoreCase("y");
    } catch (NoSuchElementException e) {
      out.println();
      return false;
    }
  }
}

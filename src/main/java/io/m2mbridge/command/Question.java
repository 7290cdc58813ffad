package io.m2mbridge.command;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.NoSuchElementException;
import java.util.Scanner;

/** Asks for confirmation on the terminal before a command changes many rows. */
final class Question {
  private Question() {}

  /** Whether the answer is y. Without a terminal and without piped input, it isn't. */
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

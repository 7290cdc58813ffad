package io.m2mbridge.command;

import io.m2mbridge.console.access.Passwords;
import io.m2mbridge.settings.ConfigurationException;
import java.io.Console;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Scanner;

/** Reads a new password: never from the command line, which every process of the machine sees. */
final class NewPassword {
  private NewPassword() {}

  /**
   * Reads a password.
   *
   * @param isPiped whether it is the first line of the standard input; otherwise the terminal asks
   *     twice, and doesn't show it
   * @throws ConfigurationException if it can't be read or is too weak
   */
  static String read(boolean isPiped) {
    String password = isPiped ? piped() : typed();
    String mistake = Passwords.mistake(password);
    if (mistake != null) {
      throw new ConfigurationException("The password " + mistake);
    }
    return password;
  }

  private static String piped() {
    Scanner input = new Scanner(System.in, StandardCharsets.UTF_8);
    if (!input.hasNextLine()) {
      throw new ConfigurationException(
          "The standard input has no password: write it there as a line.");
    }
    return input.nextLine();
  }

  @SuppressWarnings("SystemConsoleNull") // since Java 22 it is never null, and gives no password
  private static String typed() {
    Console terminal = System.console();
    char[] first = terminal == null ? null : terminal.readPassword("Password: ");
    if (terminal == null || first == null) {
      throw new ConfigurationException(
          "There is no terminal to ask for the password: add --password-stdin.");
    }
    if (!Arrays.equals(first, terminal.readPassword("Again: "))) {
      throw new ConfigurationException("The two passwords differ: run this again.");
    }
    return new String(first);
  }
}

package io.m2mbridge.simulator;

/** A call that M2M's API refuses: the status, and the code and message of the body. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;

  ApiException(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  static ApiException invalid(String message) {
    return new ApiException(400, "INVALID_REQUEST", message);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}

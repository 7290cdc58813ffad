package io.m2mbridge.console.screen;

import io.m2mbridge.console.access.RefusedException;
import io.m2mbridge.inspect.Payload;
import java.util.Optional;
import javax.sql.DataSource;

/** What M2M signed, with its personal values masked. */
final class PayloadScreen implements Screen {
  private static final int NOT_FOUND = 404;

  private final DataSource database;

  PayloadScreen(DataSource database) {
    this.database = database;
  }

  @Override
  public Page page(Request request) {
    Optional<Payload> payload =
        request.rest().matches("[0-9]{1,18}")
            ? Payload.read(database, Long.parseLong(request.rest()))
            : Optional.empty();
    return payload
        .map(found -> MaskedModel.of(found, request.viewer().isOperator()))
        .map(model -> new Page("masked.jte", model, model.report()))
        .orElseThrow(() -> new RefusedException(NOT_FOUND, "No delivery has this number."));
  }
}

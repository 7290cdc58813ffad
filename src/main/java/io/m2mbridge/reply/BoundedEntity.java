package io.m2mbridge.reply;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * An answer's body that is cut after 64 KiB, which is far more than M2M sends. If there is more,
 * the connection is discarded, because closing the body would read it to its end. The answer's
 * status still counts.
 */
final class BoundedEntity extends HttpEntityWrapper {
  static final int MAX_BYTES = 65_536;

  private final Runnable discard;

  /**
   * Wraps an answer's body.
   *
   * @param discard closes the connection without reuse
   */
  BoundedEntity(HttpEntity entity, Runnable discard) {
    super(entity);
    this.discard = discard;
  }

  @Override
  public InputStream getContent() throws IOException {
    InputStream content = super.getContent();
    return content == null ? InputStream.nullInputStream() : new Bounded(content);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (InputStream content = getContent()) {
      content.transferTo(out);
    }
  }

  /** Returns -1, because the body may be cut. */
  @Override
  public long getContentLength() {
    return -1;
  }

  private final class Bounded extends FilterInputStream {
    private int left = MAX_BYTES;

    private Bounded(InputStream content) {
      super(content);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        discard.run();
        return -1;
      }
      int count = super.read(into, offset, Math.min(length, left));
      left -= Math.max(0, count);
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      return readNBytes((int) Math.min(count, left)).length;
    }

    @Override
    public void close() throws IOException {
      if (left > 0) {
        super.close();
      } else {
        discard.run();
      }
    }
  }
}

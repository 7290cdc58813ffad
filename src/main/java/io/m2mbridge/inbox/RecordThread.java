package io.m2mbridge.inbox;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.util.concurrent.CamelThreadFactory;

/**
 * The thread that takes the records of batches to the database. It is only one, because records
 * with the same key must get there in the order of the topic: see {@link RecordBatch#storeInTurn}.
 */
public final class RecordThread extends ThreadPoolExecutor {
  public RecordThread() {
    super(
        1,
        1,
        1,
        TimeUnit.MINUTES,
        new LinkedBlockingQueue<>(),
        new CamelThreadFactory("#name#", "m2m-record", true));
    allowCoreThreadTimeOut(true);
  }
}

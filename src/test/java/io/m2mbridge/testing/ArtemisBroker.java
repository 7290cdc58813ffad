package io.m2mbridge.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.testkit.Bridge;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.util.FileUtil;

/** ActiveMQ Artemis, with a journal. */
public final class ArtemisBroker implements Broker {
  private static final String QUEUE = "m2m.events";

  private final int port = Bridge.freePort();
  private final TcpProxy cable = new TcpProxy(port);
  private final Path folder;
  private EmbeddedActiveMQ server;

  private ArtemisBroker() throws Exception {
    folder = Files.createTempDirectory("artemis");
    start();
  }

  /** Starts a new, empty broker. */
  public static ArtemisBroker startNew() {
    try {
      return new ArtemisBroker();
    } catch (Exception e) {
      throw new IllegalStateException("Artemis doesn't start", e);
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public TcpProxy cable() {
    return cable;
  }

  @Override
  public void start() {
    try {
      var configuration =
          new ConfigurationImpl()
              .setSecurityEnabled(false)
              .setJMXManagementEnabled(false)
              .setPersistenceEnabled(true)
              .setJournalType(JournalType.NIO)
              .setJournalDirectory(folder.resolve("journal").toString())
              .setBindingsDirectory(folder.resolve("bindings").toString())
              .setPagingDirectory(folder.resolve("paging").toString())
              .setLargeMessagesDirectory(folder.resolve("large").toString())
              .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port);
      server = new EmbeddedActiveMQ().setConfiguration(configuration);
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("Artemis doesn't start", e);
    }
  }

  @Override
  public void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Artemis doesn't stop", e);
    }
  }

  @Override
  public List<BrokerMessage> take() {
    return take(QUEUE);
  }

  /** What a queue holds. Each message is given once. */
  public List<BrokerMessage> take(String queue) {
    List<BrokerMessage> taken = new ArrayList<>();
    try (var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
        var connection = factory.createConnection();
        var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        var consumer = session.createConsumer(session.createQueue(queue))) {
      connection.start();
      // What was acknowledged is there: a wait that is longer than a hiccup finds it.
      for (Message next = consumer.receive(2000); next != null; next = consumer.receive(2000)) {
        taken.add(message(next));
      }
      return taken;
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  private static BrokerMessage message(Message message) throws JMSException {
    Map<String, String> headers = new HashMap<>();
    for (var names = message.getPropertyNames(); names.hasMoreElements(); ) {
      String name = (String) names.nextElement();
      headers.put(name, message.getStringProperty(name));
    }
    String body =
        message instanceof TextMessage text
            ? text.getText()
            : new String(message.getBody(byte[].class), UTF_8);
    return new BrokerMessage(null, body, headers);
  }

  @Override
  public void close() {
    cable.close();
    stop();
    FileUtil.removeDir(folder.toFile());
  }
}

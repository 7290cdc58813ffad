package io.m2mbridge.server;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The server's key and certificate, which may be replaced at any time. Vert.x can replace them
 * itself, but then closes the connections that are opened meanwhile.
 */
final class RenewableKey extends X509ExtendedKeyManager {
  /** A key and its certificate chain, under a unique alias. */
  private record Shown(String alias, TlsFiles.Pair pair) {}

  /**
   * The newest pair first. A handshake that began with the previous pair still asks for that one.
   */
  private volatile List<Shown> shown = List.of();

  RenewableKey(TlsFiles.Pair first) {
    show(first);
  }

  /** Uses another pair for handshakes that begin from now on. */
  synchronized void show(TlsFiles.Pair next) {
    List<Shown> all = new ArrayList<>();
    String alias = shown.isEmpty() ? "0" : "" + (Long.parseLong(shown.get(0).alias()) + 1);
    all.add(new Shown(alias, next));
    all.addAll(shown.subList(0, Math.min(1, shown.size())));
    shown = List.copyOf(all);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    Shown last = shown.get(0);
    return last.pair().key().getAlgorithm().equals(keyType) ? last.alias() : null;
  }

  private TlsFiles.@Nullable Pair find(String alias) {
    return shown.stream()
        .filter(one -> one.alias().equals(alias))
        .map(Shown::pair)
        .findFirst()
        .orElse(null);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    TlsFiles.Pair pair = find(alias);
    return pair == null ? null : pair.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    TlsFiles.Pair pair = find(alias);
    return pair == null ? null : pair.key();
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    String alias = chooseEngineServerAlias(keyType, issuers, null);
    return alias == null ? null : new String[] {alias};
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return chooseEngineServerAlias(keyType, issuers, null);
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}

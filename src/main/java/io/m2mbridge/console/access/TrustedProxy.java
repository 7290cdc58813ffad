package io.m2mbridge.console.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A proxy that has asked who the user is, and names the user in a header. */
public final class TrustedProxy {
  private static final Pattern RANGE = Pattern.compile("[0-9A-Fa-f:.]+(/[0-9]{1,3})?");
  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]+");

  private static final int IPV6_BYTES = 16;

  /** A larger range, such as 0.0.0.0/0, would let anyone be any user. */
  private static final int FEWEST_BITS = 8;

  private final List<Range> trusted;
  private final String userHeader;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Range(byte[] address, int bits) {
    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * @param addresses the proxy's addresses, or ranges such as 10.1.0.0/16, separated by commas;
   *     empty for no proxy
   * @param userHeader the header that names the user
   * @throws IllegalArgumentException if an address is invalid, or a range has fewer than 8 bits
   */
  public TrustedProxy(String addresses, String userHeader) {
    this.trusted =
        Arrays.stream(addresses.split(",", -1))
            .map(String::strip)
            .filter(each -> !each.isEmpty())
            .map(TrustedProxy::range)
            .toList();
    this.userHeader = userHeader.toLowerCase(Locale.ROOT);
  }

  private static Range range(String text) {
    if (!RANGE.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    String[] parts = text.split("/", -1);
    byte[] address = bytes(parts[0]);
    int bits = parts.length == 1 ? address.length * 8 : Integer.parseInt(parts[1]);
    if (bits < FEWEST_BITS || bits > address.length * 8) {
      throw new IllegalArgumentException(text);
    }
    return new Range(address, bits);
  }

  private static byte[] bytes(String address) {
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address, e);
    }
  }

  /**
   * Returns the network that one host can take its address from: of IPv6 the first 64 bits, of IPv4
   * the address itself.
   */
  static @Nullable String network(@Nullable String address) {
    if (address == null || !address.contains(":") || !ADDRESS.matcher(address).matches()) {
      return address;
    }
    byte[] bytes = bytes(address);
    return bytes.length == IPV6_BYTES
        ? HexFormat.of().formatHex(bytes, 0, IPV6_BYTES / 2)
        : address;
  }

  /** The header that names the user, in lower case. */
  public String userHeader() {
    return userHeader;
  }

  /** Whether an address is the proxy's. */
  boolean isAt(@Nullable String address) {
    return address != null
        && ADDRESS.matcher(address).matches()
        && trusted.stream().anyMatch(range -> range.contains(bytes(address)));
  }

  /** Returns the user whom the proxy names; empty if the request isn't from it. */
  Optional<String> user(ConsoleRequest request) {
    return isAt(request.remoteAddress())
        ? Optional.ofNullable(request.header(userHeader)).filter(name -> !name.isBlank())
        : Optional.empty();
  }
}

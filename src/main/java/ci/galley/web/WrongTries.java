package ci.galley.web;

import ci.galley.support.http.HttpException;
import ci.galley.support.http.Request;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who gave wrong passwords lately: a few a minute, by address, then nothing is tried for a while. */
final class WrongTries {
    static final int MOST = 5;

    private static final Duration MEMORY = Duration.ofMinutes(1);
    private static final int MOST_ADDRESSES = 10_000;

    /** Of an address of IPv6: what one customer of a provider has to choose from (RFC 6177). */
    private static final int NETWORK_BYTES = 8;

    private final Clock clock;
    private final Map<String, Deque<Instant>> tries = new LinkedHashMap<>();

    WrongTries(Clock clock) {
        this.clock = clock;
    }

    /**
     * @throws HttpException 429 for who gave too many; then not even the right one is looked at
     */
    synchronized void check(Request request) {
        Deque<Instant> mine = recent(who(request));
        if (mine.size() >= MOST) {
            long seconds = Duration.between(clock.instant(), mine.getFirst().plus(MEMORY))
                            .toSeconds()
                    + 1;
            throw new HttpException(
                    429,
                    "Too many wrong passwords from this address: try again in " + seconds + " s.",
                    Map.of("Retry-After", String.valueOf(seconds)));
        }
    }

    synchronized void add(Request request) {
        String who = who(request);
        Deque<Instant> mine = recent(who);
        mine.add(clock.instant());
        tries.remove(who);
        tries.put(who, mine);
        if (tries.size() > MOST_ADDRESSES) {
            tries.remove(tries.keySet().iterator().next());
        }
    }

    private Deque<Instant> recent(String who) {
        Deque<Instant> mine = tries.getOrDefault(who, new ArrayDeque<>());
        Instant limit = clock.instant().minus(MEMORY);
        while (!mine.isEmpty() && !mine.getFirst().isAfter(limit)) {
            mine.removeFirst();
        }
        if (mine.isEmpty()) {
            tries.remove(who);
        }
        return mine;
    }

    /** The peer; where that is a proxy on this machine, whom it names. Anybody else could name anybody. */
    private static String who(Request request) {
        InetAddress peer = request.peer();
        if (peer.isLoopbackAddress()) {
            String named = request.header("X-Real-IP").map(String::trim).orElse("");
            peer = Authority.parse(named.indexOf(':') < 0 ? named : "[" + named + "]")
                    .map(Authority::address)
                    .orElse(peer);
        }
        byte[] bytes = peer.getAddress();
        return HexFormat.of().formatHex(peer instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }
}

package ci.galley.webhook;

import ci.galley.support.http.HttpException;
import ci.galley.support.http.Request;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A request as GitHub sends it, in memory; a test changes what it wants to be different. */
final class Event implements Request {
    static final String SECRET = "It's a Secret to Everybody";

    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private List<String> segments = List.of("Maths");
    private byte[] body = new byte[0];
    private long claimedLength = -1;
    private int reads;

    static Event of(String name, String json) {
        return new Event()
                .body(json.getBytes(StandardCharsets.UTF_8))
                .header("Content-Type", List.of("application/json"))
                .header("X-GitHub-Event", List.of(name));
    }

    static Event push(String json) {
        return of("push", json);
    }

    /** Sets all values of a header; none takes it away. */
    Event header(String name, List<String> values) {
        headers.put(name, values);
        return this;
    }

    Event to(String... path) {
        segments = List.of(path);
        return this;
    }

    Event body(byte[] bytes) {
        body = bytes;
        return this;
    }

    Event ofLength(long bytes) {
        claimedLength = bytes;
        return this;
    }

    /** Signed as GitHub does. */
    Event signed() {
        return header(Signature.HEADER, List.of("sha256=" + hmac("HmacSHA256", body)));
    }

    static String hmac(String algorithm, byte[] body) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), algorithm));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often the body was asked for. */
    int reads() {
        return reads;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public List<String> segments() {
        return segments;
    }

    @Override
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    @Override
    public List<String> headers(String name) {
        return new ArrayList<>(headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.empty();
    }

    @Override
    public InetAddress peer() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public Body body(long most) {
        reads++;
        if (Math.max(body.length, claimedLength) > most) {
            throw new HttpException(413, "too large");
        }
        return new Body() {
            @Override
            public InputStream open() {
                return new ByteArrayInputStream(body);
            }

            @Override
            public long length() {
                return body.length;
            }
        };
    }
}

package ci.galley.support.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A request without a connection, for rules that only look at one. */
public final class FakeRequest implements Request {
    private final String method;
    private final List<String> segments;
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private String body = "";
    private InetAddress peer = InetAddress.getLoopbackAddress();

    public FakeRequest(String method, String... segments) {
        this.method = method;
        this.segments = List.of(segments);
    }

    public FakeRequest with(String header, String value) {
        headers.computeIfAbsent(header.toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                .add(value);
        return this;
    }

    public FakeRequest from(InetAddress address) {
        peer = address;
        return this;
    }

    public FakeRequest body(String text) {
        body = text;
        return this;
    }

    @Override
    public String method() {
        return method;
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
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.empty();
    }

    @Override
    public InetAddress peer() {
        return peer;
    }

    @Override
    public Body body(long most) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Body() {
            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }

            @Override
            public long length() {
                return bytes.length;
            }
        };
    }
}

package ci.galley.frontdoor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A request written byte by byte, so that it can be wrong in every way. */
final class RawRequest {
    /** A field of the header; the same name may come twice. */
    private record Field(String name, String value) {}

    private final List<Field> fields = new ArrayList<>();
    private String line;
    private byte[] body = new byte[0];

    private RawRequest(String line) {
        this.line = line;
        add("Host", "localhost").add("Connection", "close");
    }

    static RawRequest get(String target) {
        return new RawRequest("GET " + target + " HTTP/1.1");
    }

    /** A push event with that body, as GitHub sends it, rightly signed. */
    static RawRequest webhook(String project, String secret, byte[] body) {
        RawRequest request = new RawRequest("POST /api/" + project + " HTTP/1.1")
                .add("Content-Type", "application/json")
                .add("X-GitHub-Event", "push")
                .add("X-GitHub-Delivery", UUID.randomUUID().toString())
                .add("X-Hub-Signature-256", Webhook.signature(secret, body))
                .add("Content-Length", Integer.toString(body.length));
        request.body = body;
        return request;
    }

    /** The request line, without the end of the line. */
    RawRequest line(String line) {
        this.line = line;
        return this;
    }

    RawRequest add(String name, String value) {
        fields.add(new Field(name, value));
        return this;
    }

    RawRequest without(String name) {
        fields.removeIf(field -> field.name().equals(name));
        return this;
    }

    RawRequest with(String name, String value) {
        return without(name).add(name, value);
    }

    /** Other bytes than those that the header speaks of. */
    RawRequest body(byte[] bytes) {
        body = bytes;
        return this;
    }

    /** The same body in one chunk, and no length. */
    RawRequest chunked() {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        chunks.writeBytes((Integer.toHexString(body.length) + "\r\n").getBytes(UTF_8));
        chunks.writeBytes(body);
        chunks.writeBytes("\r\n0\r\n\r\n".getBytes(UTF_8));
        body = chunks.toByteArray();
        return without("Content-Length").add("Transfer-Encoding", "chunked");
    }

    byte[] bytes() {
        StringBuilder head = new StringBuilder(line).append("\r\n");
        fields.forEach(field ->
                head.append(field.name()).append(": ").append(field.value()).append("\r\n"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(UTF_8));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }
}

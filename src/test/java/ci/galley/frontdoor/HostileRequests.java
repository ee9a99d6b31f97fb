package ci.galley.frontdoor;

import static java.nio.charset.StandardCharsets.UTF_8;

import ci.galley.model.CommitHash;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** The hostile requests: w to the webhook, e signed events that bring no build, p addresses, u queries. */
final class HostileRequests {
    private static final String SIGNATURE = "X-Hub-Signature-256";
    private static final String LENGTH = "Content-Length";
    private static final String TYPE = "Content-Type";
    private static final String EVENT = "X-GitHub-Event";
    private static final String ZEROS = "0".repeat(40);
    private static final String WRONG = "sha256=" + "0".repeat(64);
    private static final int MEBI = 1 << 20;

    private final List<HostileRequest> all = new ArrayList<>();
    private final Upstream upstream;
    private final String hash;
    private final String secret;

    private HostileRequests(Upstream upstream, CommitHash built, String secret) {
        this.upstream = upstream;
        this.hash = built.value();
        this.secret = secret;
    }

    /**
     * @param built a commit that was built with success
     */
    static List<HostileRequest> against(Upstream upstream, CommitHash built, String secret) {
        HostileRequests requests = new HostileRequests(upstream, built, secret);
        requests.signatures();
        requests.lengths();
        requests.typesAndMethods();
        requests.bodies();
        requests.events();
        requests.addresses();
        requests.names();
        return List.copyOf(requests.all);
    }

    private void signatures() {
        String right = Webhook.signature(secret, body());
        String sha1 = Webhook.sha1Signature(secret, body());
        add("w01", "no signature", push().without(SIGNATURE), 401);
        add("w02", "signature of zeros", push().with(SIGNATURE, WRONG), 401);
        add("w03", "SHA-1 alone", push().without(SIGNATURE).add("X-Hub-Signature", sha1), 401);
        add("w03", "md5=x", push().without(SIGNATURE).add("X-Hub-Signature", "md5=x"), 401);
        add("w05", "signature without its prefix", push().with(SIGNATURE, right.substring(7)), 401);
        add(
                "w07",
                "wrong signature and right one",
                push().with(SIGNATURE, WRONG).add(SIGNATURE, right),
                401);
        add("w07", "right signature and wrong one", push().add(SIGNATURE, WRONG), 401);
        add("w09", "signature of one character", push().with(SIGNATURE, "s"), 401);
        add("w09", "signature not hexadecimal", push().with(SIGNATURE, "sha256=" + "z".repeat(64)), 401);
        add("w09", "signature not ASCII", push().with(SIGNATURE, "sha256=" + "é".repeat(64)), 401);
        add(HostileRequest.of("w09", "signature of 1 MB", push().with(SIGNATURE, "0".repeat(MEBI)), 0)
                .throughNginx(400));
        byte[] changed = (text() + " ").getBytes(UTF_8);
        add("w11", "body changed by one blank", push(changed).with(SIGNATURE, right), 401);
    }

    private void lengths() {
        byte[] large = ("{\"padding\": \"" + "x".repeat(26 * MEBI) + "\"}").getBytes(UTF_8);
        add("w14", "26 MB", push(large), 413);
        add("w14", "26 MB in chunks", push(large).chunked(), 413);
        add(
                "w16",
                "99999999999 bytes, 3 sent",
                push().with(LENGTH, "99999999999").body(new byte[3]),
                413);
        add("w18", "a length and chunks", push().chunked().add(LENGTH, "5"), 400);
        add("w18", "two lengths", push().add(LENGTH, "5"), 400);
        add("w18", "a negative length", push().with(LENGTH, "-5"), 400);
    }

    private void typesAndMethods() {
        add("w19", "compressed bomb", push(bomb()).add("Content-Encoding", "gzip"), 415);
        add("w21", "text/plain", push().with(TYPE, "text/plain"), 415);
        add("w21", "no type", push().without(TYPE), 415);
        add("w21", "UTF-16", push().with(TYPE, "application/json; charset=utf-16"), 415);
        add("w22", "form", push(bytes("payload=%7B%7D")).with(TYPE, "application/x-www-form-urlencoded"), 415);
        add("w28", "PUT", push().line("PUT /api/Maths HTTP/1.1"), 405);
        add("w28", "TRACE", push().line("TRACE /api/Maths HTTP/1.1"), 405);
        add(HostileRequest.of("w28", "post", push().line("post /api/Maths HTTP/1.1"), 405)
                .throughNginx(400));
    }

    private void bodies() {
        for (String body : List.of("{", "", "null", "[]", "\"x\"", "1e999999")) {
            add("w23", "the body is " + body, push(bytes(body)), 400);
        }
        add("w24", "100,000 brackets", push(bytes("[".repeat(100_000))), 400);
    }

    private void events() {
        add("e01", "ping", push(bytes("{}")).with(EVENT, "ping"), 200);
        add("e02", "event that is not built", push(bytes("{}")).with(EVENT, "fork"), 200);
        add("e02", "no event", push().without(EVENT), 400);
        byte[] deleted =
                body(push -> push.put("deleted", true).put("after", ZEROS).putNull("head_commit"));
        add("e03", "deleted branch", push(deleted), 200);
        String longer = hash + hash.substring(0, 24);
        for (String after : List.of(
                "7",
                "\"\"",
                "[\"" + hash + "\"]",
                "{\"x\":1}",
                "\"" + hash + "\\n\"",
                "\"--upload-pack=x\"",
                "\"../../x\"",
                "\"HEAD;touch x\"",
                "\"" + hash.toUpperCase(Locale.ROOT) + "\"",
                "\"" + longer.substring(1) + "\"")) {
            String body = text().replace("\"after\":\"" + hash + "\"", "\"after\":" + after);
            add("e11", "after is " + after, push(bytes(body)), 400);
        }
    }

    private void addresses() {
        for (String prefix : List.of("", "/api")) {
            notThere("p01", prefix + "/../../etc/passwd");
            notThere("p02", prefix + "/%2e%2e/%2e%2e/etc/passwd");
            notThere("p03", prefix + "/Maths/..%2f..%2fetc%2fpasswd/pdf");
            notThere("p03", prefix + "/Maths/..%252f..%252fetc%252fpasswd/pdf");
            notThere("p05", prefix + "/Maths%00/" + hash + "/pdf");
            notThere("p07", prefix + "/.git/" + hash + "/log");
            notThere("p08", prefix + "/Maths_build/" + hash + "/pdf");
            notThere("p08", prefix + "/Maths_build_build/..");
            notThere("p08", prefix + "/Maths_build/.work/log");
            notThere("p12", prefix + "/maths/" + hash + "/pdf");
            notThere("p12", prefix + "/Mathe%CC%81/" + hash + "/pdf");
        }
        notThere("p07", "/./" + hash + "/log");
        notThere("p07", "//Maths/" + hash + "/log");
    }

    private void names() {
        for (String other : List.of(
                hash.substring(1),
                hash + "0",
                hash + hash.substring(0, 24),
                hash.substring(0, 39) + "G",
                hash.toUpperCase(Locale.ROOT),
                "g".repeat(40))) {
            notThere("p10", "/api/Maths/" + other + "/pdf");
        }
        String pdf = "/Maths/" + hash + "/pdf";
        add("p14", "other host in the request line", RawRequest.get("http://evil.example" + pdf), 421);
        add("p14", "other host", RawRequest.get(pdf).with("Host", "evil.example"), 421);
        for (String query : List.of("style=../../x", "link=javascript:alert(1)", "label=%3Cscript%3E")) {
            RawRequest badge = RawRequest.get("/api/Maths/svg?" + query);
            add(HostileRequest.of("u04", "badge with " + query, badge, 200).sameAs("/api/Maths/svg"));
        }
    }

    private void notThere(String id, String address) {
        add(id, address, RawRequest.get(address), 400, 404);
    }

    private void add(String id, String says, RawRequest request, Integer... answers) {
        add(HostileRequest.of(id, says, request, answers));
    }

    private void add(HostileRequest request) {
        all.add(request);
    }

    private RawRequest push() {
        return push(body());
    }

    private RawRequest push(byte[] body) {
        return RawRequest.webhook(upstream.name(), secret, body);
    }

    private byte[] body() {
        return body(push -> {});
    }

    private byte[] body(Consumer<ObjectNode> change) {
        ObjectNode push = Webhook.push(upstream.fullName(), Upstream.BRANCH, ZEROS, hash);
        change.accept(push);
        return bytes(push.toString());
    }

    private String text() {
        return new String(body(), UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** 100 MB of zeros in 100 KB. */
    private static byte[] bomb() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < 100; i++) {
                gzip.write(new byte[MEBI]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

package ci.galley.support.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** The one place where what went wrong becomes an answer. */
final class Refusals {
    private static final JsonFactory JSON = new JsonFactory();

    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(409, "Conflict"),
            Map.entry(413, "Content Too Large"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(416, "Range Not Satisfiable"),
            Map.entry(421, "Misdirected Request"),
            Map.entry(422, "Unprocessable Content"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(503, "Service Unavailable"));

    private Refusals() {}

    /**
     * @param json whether the client is a program that reads JSON; else it gets one line for a person
     */
    static Response of(HttpException refusal, boolean json) {
        Response response = json
                ? Response.of(refusal.status(), "application/problem+json", problem(refusal))
                : Response.text(refusal.status(), refusal.detail());
        for (Map.Entry<String, String> header : refusal.headers().entrySet()) {
            response = response.header(header.getKey(), header.getValue());
        }
        return response.header("Cache-Control", "no-store");
    }

    /** What a client learns of a fault of ours: nothing. */
    static HttpException fault() {
        return new HttpException(500, "Something went wrong here; the server's log says what.");
    }

    /** RFC 9457. */
    private static byte[] problem(HttpException refusal) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", TITLES.getOrDefault(refusal.status(), "Error"));
            json.writeNumberField("status", refusal.status());
            json.writeStringField("detail", refusal.detail());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

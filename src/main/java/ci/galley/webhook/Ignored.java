package ci.galley.webhook;

import ci.galley.support.http.Response;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** The answer to an event that is fine, but makes no build. */
final class Ignored {
    private static final JsonFactory JSON = new JsonFactory();

    private Ignored() {}

    /** {@code {"ignored": "refs/heads/draft was deleted"}}. */
    static Response because(String why) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("ignored", why);
            json.writeEndObject();
        }
        return Response.of(200, "application/json; charset=utf-8", bytes.toByteArray());
    }
}

package ci.galley.web;

import ci.galley.support.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The description of all addresses, {@code openapi.json}. */
final class Documentation {
    private static final String FILE = "openapi.json";

    private final Response response;

    Documentation(String version) {
        try (InputStream file = Documentation.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("the jar lacks " + FILE);
            }
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("@version@", version);
            response = Response.tagged(200, Records.TYPE, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Response response() {
        return response;
    }
}

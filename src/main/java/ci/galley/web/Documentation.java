package ci.galley.web;

import ci.galley.support.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The description of all addresses, {@code openapi.json}. */
final class Documentation {
    private static final String FILE = "openapi.json";

    private final String version;
    private @Nullable Response response;

    Documentation(String version) {
        this.version = version;
    }

    /** Made when it is first asked for. */
    synchronized Response response() {
        if (response == null) {
            response = read();
        }
        return response;
    }

    private Response read() {
        try (InputStream file = Documentation.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("the jar lacks " + FILE);
            }
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("@version@", version);
            return Response.tagged(200, Records.TYPE, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

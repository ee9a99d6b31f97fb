package ci.galley.support.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer. {@code HEAD}, {@code If-None-Match} and {@code Range} are the server's business, not the handler's.
 *
 * @param headers the fields besides {@code Content-Length}; a field {@code ETag} makes the answer conditional
 */
public record Response(int status, Map<String, String> headers, Content content) {
    public Response {
        headers = Map.copyOf(headers);
    }

    /** The bytes of an answer. */
    public interface Content {
        long length();

        /** A stream over the bytes, which the server closes. */
        InputStream open() throws IOException;
    }

    public static Response of(int status, String contentType, byte[] bytes) {
        return new Response(status, Map.of("Content-Type", contentType), new Content() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        });
    }

    /** One line of plain text. */
    public static Response text(int status, String line) {
        return of(status, "text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public Response header(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new Response(status, all, content);
    }
}

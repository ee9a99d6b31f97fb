package ci.galley.support.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes events to one reader.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>
 */
public final class EventWriter {
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final Progress progress;

    EventWriter(OutputStream out, Progress progress) {
        this.out = out;
        this.progress = progress;
    }

    /**
     * Sends an event.
     *
     * @param type what kind of event, one word
     * @param id what the reader says as {@code Last-Event-ID} when it comes again, without a line break; null for none
     * @param data one line, in UTF-8
     */
    public void event(String type, @Nullable String id, byte[] data) throws IOException {
        ByteArrayOutputStream event = new ByteArrayOutputStream(data.length + 96);
        event.writeBytes(ascii("event: " + type + "\n"));
        if (id != null) {
            event.writeBytes(ascii("id: " + id + "\n"));
        }
        event.writeBytes(ascii("data: "));
        event.writeBytes(data);
        event.writeBytes(ascii("\n\n"));
        event.writeTo(out);
        progress.moved();
    }

    /** Says nothing, so that proxies keep the connection and it is noticed when a reader has gone. */
    void comment() throws IOException {
        out.write(COMMENT);
    }

    void flush() throws IOException {
        out.flush();
        progress.moved();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

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
     * @param event see {@link #event}
     */
    public void send(byte[] event) throws IOException {
        out.write(event);
        progress.moved();
    }

    /**
     * An event as it goes over the wire, the same for every reader.
     *
     * @param type what kind of event, one word
     * @param id what the reader says as {@code Last-Event-ID} when it comes again, without a line break; null for none
     * @param data one line, in UTF-8
     */
    public static byte[] event(String type, @Nullable String id, byte[] data) {
        ByteArrayOutputStream event = new ByteArrayOutputStream(data.length + 96);
        event.writeBytes(ascii("event: " + type + "\n"));
        if (id != null) {
            event.writeBytes(ascii("id: " + id + "\n"));
        }
        event.writeBytes(ascii("data: "));
        event.writeBytes(data);
        event.writeBytes(ascii("\n\n"));
        return event.toByteArray();
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

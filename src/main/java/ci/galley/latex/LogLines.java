package ci.galley.latex;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The lines of a log, one after the other with a look at the next, lines that TeX broke joined. */
final class LogLines {
    /** So that a log of nothing but full lines does not become one line. */
    private static final int MAX_JOINED = 64;

    private final LogFile log;
    private final LineWrap wrap;
    private @Nullable LogLine pending;
    private @Nullable LogLine peeked;

    LogLines(LogFile log, LineWrap wrap) {
        this.log = log;
        this.wrap = wrap;
    }

    LineWrap wrap() {
        return wrap;
    }

    /** The next line, which stays the next; null at the end. */
    @Nullable
    LogLine peek() throws IOException {
        if (peeked == null) {
            peeked = join();
        }
        return peeked;
    }

    /** The next line; null at the end. */
    @Nullable
    LogLine next() throws IOException {
        LogLine line = peek();
        peeked = null;
        return line;
    }

    private @Nullable LogLine join() throws IOException {
        LogLine first = physical();
        if (first == null || !wrap.isFull(first.bytes())) {
            return first;
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream(256);
        joined.writeBytes(first.bytes());
        for (int count = 1; count < MAX_JOINED; count++) {
            LogLine more = physical();
            if (more == null || LineWrap.startsMessage(more.bytes())) {
                pending = more;
                break;
            }
            joined.writeBytes(more.bytes());
            if (!wrap.isFull(more.bytes())) {
                break;
            }
        }
        return new LogLine(first.number() == null ? 0 : first.number(), joined.toByteArray());
    }

    private @Nullable LogLine physical() throws IOException {
        LogLine line = pending;
        pending = null;
        if (line != null) {
            return line;
        }
        byte[] bytes = log.nextLine();
        return bytes == null ? null : new LogLine(log.lineNumber(), bytes);
    }
}

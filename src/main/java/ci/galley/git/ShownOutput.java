package ci.galley.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Hands on, line by line, what git says, as far as it may be shown, and remembers the end of it. */
final class ShownOutput extends OutputStream {
    private static final int MOST_BYTES_OF_A_LINE = 8192;
    private static final int REMEMBERED_CHARACTERS = 16384;

    private final OutputStream to;
    private final Path clone;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder remembered = new StringBuilder();

    ShownOutput(OutputStream to, Path clone) {
        this.to = to;
        this.clone = clone;
    }

    @Override
    public synchronized void write(int b) throws IOException {
        line.write(b);
        if (b == '\n' || b == '\r' || line.size() >= MOST_BYTES_OF_A_LINE) {
            handOn();
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    /** Hands on the last line even if it has no end. */
    synchronized void finish() {
        try {
            handOn();
        } catch (IOException e) {
            // A transcript does not throw because of what it does with the bytes
        }
    }

    /** The last things that git said. */
    synchronized String text() {
        return remembered.toString();
    }

    private void handOn() throws IOException {
        if (line.size() == 0) {
            return;
        }
        String shown = Shown.message(line.toString(StandardCharsets.UTF_8), clone);
        line.reset();
        remembered.append(shown);
        remembered.delete(0, Math.max(0, remembered.length() - REMEMBERED_CHARACTERS));
        to.write(shown.getBytes(StandardCharsets.UTF_8));
    }
}

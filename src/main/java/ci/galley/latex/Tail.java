package ci.galley.latex;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Hands on what is written, and keeps the end of it. Safe for one writer and another reader. */
final class Tail extends OutputStream {
    private static final int KEPT_BYTES = 32 << 10;

    private final OutputStream next;
    private final byte[] ring = new byte[KEPT_BYTES];
    private long written;

    Tail(OutputStream next) {
        this.next = next;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        next.write(bytes, offset, length);
        synchronized (ring) {
            for (int i = Math.max(0, length - KEPT_BYTES); i < length; i++) {
                ring[(int) ((written + i) % KEPT_BYTES)] = bytes[offset + i];
            }
            written += length;
        }
    }

    /** The end of what was written. */
    String text() {
        synchronized (ring) {
            int length = (int) Math.min(written, KEPT_BYTES);
            byte[] end = new byte[length];
            for (int i = 0; i < length; i++) {
                end[i] = ring[(int) ((written - length + i) % KEPT_BYTES)];
            }
            return new String(end, StandardCharsets.UTF_8);
        }
    }
}

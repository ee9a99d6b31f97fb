package ci.galley.support.http;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Buffers that are used again: one for each answer would be most of what the collector has to clear away while files are
 * downloaded. Safe for use by several threads.
 */
final class Buffers {
    /** More than there are cores to fill them on a small machine; who finds none makes one. */
    private static final int MOST_KEPT = 8;

    private final ArrayBlockingQueue<byte[]> kept = new ArrayBlockingQueue<>(MOST_KEPT);
    private final int bytes;

    /**
     * @param bytes the size of each
     */
    Buffers(int bytes) {
        this.bytes = bytes;
    }

    /** A buffer for the caller alone, with anything in it. */
    byte[] take() {
        byte[] buffer = kept.poll();
        return buffer == null ? new byte[bytes] : buffer;
    }

    /** Gives a buffer back, which the caller uses no more. */
    void give(byte[] buffer) {
        kept.offer(buffer);
    }
}

package ci.galley.support.http;

import java.io.IOException;

/**
 * How far one exchange is. One that waits for its client can be made to give way: its thread is interrupted, which closes
 * the connection it reads from or writes to (see {@link java.nio.channels.InterruptibleChannel}).
 */
final class Progress {
    /** What an exchange does. */
    enum Phase {
        /** Waits for the client to send. */
        READING,
        /** Works: never disturbed. */
        HANDLING,
        /** Waits for the client to take. */
        WRITING,
        ENDED
    }

    private final Thread thread;
    private Phase phase = Phase.READING;
    private long sinceNanos = System.nanoTime();
    private boolean gaveWay;

    Progress(Thread thread) {
        this.thread = thread;
    }

    /**
     * @throws IOException if this exchange was made to give way; its connection is closed
     */
    synchronized void enter(Phase next) throws IOException {
        if (gaveWay) {
            throw new IOException("the connection was closed in favour of another");
        }
        phase = next;
        sinceNanos = System.nanoTime();
    }

    /** The client took some of the answer. */
    synchronized void moved() {
        sinceNanos = System.nanoTime();
    }

    /** For how long it has been waiting for its client: reading all the time, writing since the last bytes went. */
    synchronized long waitedNanos(long now) {
        boolean waits = phase == Phase.READING || phase == Phase.WRITING;
        return waits && !gaveWay ? now - sinceNanos : -1;
    }

    synchronized boolean isWriting() {
        return phase == Phase.WRITING;
    }

    synchronized boolean isGivingWay() {
        return gaveWay && phase != Phase.ENDED;
    }

    /** Closes the connection if it still waits for its client. */
    synchronized void giveWay() {
        if (!gaveWay && (phase == Phase.READING || phase == Phase.WRITING)) {
            gaveWay = true;
            thread.interrupt();
        }
    }

    /** No interrupt comes from here afterwards, so that the thread can serve another. */
    synchronized void end() {
        phase = Phase.ENDED;
    }
}

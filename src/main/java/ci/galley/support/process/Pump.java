package ci.galley.support.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Copies what a program writes, until its pipe is closed; lets others see whether it gets on. */
final class Pump {
    private final InputStream from;
    private final OutputStream to;
    private final long most;

    /** Counts each read and each write that has come to its end: odd while something is being written. */
    private final AtomicInteger steps = new AtomicInteger();

    private final CompletableFuture<Void> end;

    private Pump(InputStream from, OutputStream to, long most, Executor executor) {
        this.from = from;
        this.to = to;
        this.most = most;
        this.end = CompletableFuture.runAsync(this::copy, executor);
    }

    /** Starts on a thread of that executor; what comes after {@code most} bytes is read and dropped. */
    static Pump start(InputStream from, OutputStream to, long most, Executor executor) {
        return new Pump(from, to, most, executor);
    }

    CompletableFuture<Void> end() {
        return end;
    }

    int steps() {
        return steps.get();
    }

    boolean isWriting() {
        return steps.get() % 2 != 0;
    }

    /** Closes the pipe; a program that still holds its other end notices when it writes. */
    void close() {
        try {
            from.close();
        } catch (IOException e) {
            // Only the reading end of a pipe: nothing is lost.
        }
    }

    private void copy() {
        try {
            byte[] buffer = new byte[8192];
            long left = most;
            int read;
            while ((read = from.read(buffer)) >= 0) {
                steps.incrementAndGet();
                int kept = (int) Math.min(read, left);
                to.write(buffer, 0, kept);
                left -= kept;
                steps.incrementAndGet();
            }
        } catch (IOException e) {
            // The pipe broke because the program was killed, or the taker has had enough: let the program notice,
            // instead of leaving it before a full pipe.
            close();
        }
    }
}

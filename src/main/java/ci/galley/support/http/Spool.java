package ci.galley.support.http;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** Where bodies lie that are too large for memory. */
final class Spool {
    /** Of all bodies at a time: twenty of the largest that GitHub sends. */
    private static final long MOST_BYTES = 512L << 20;

    private final Path folder;
    private final AtomicLong used = new AtomicLong();

    Spool(Path folder) {
        this.folder = folder;
    }

    /** A new file that has no name any more: it is gone when it is closed, even by a crash. */
    FileChannel open() throws IOException {
        Path file = Files.createTempFile(folder, "request-", ".body");
        try {
            return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } finally {
            Files.delete(file);
        }
    }

    /**
     * Counts bytes that are about to be written.
     *
     * @throws HttpException 503 if there are too many
     */
    void take(long bytes) {
        if (used.addAndGet(bytes) > MOST_BYTES) {
            used.addAndGet(-bytes);
            throw HttpException.tryAgain(5, "Too many large requests at a time: try again in a few seconds.");
        }
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }
}

package ci.galley.support.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** Puts files in place by rename, so that a reader, a crash or a full disk never meets half of one. */
public final class AtomicFiles {
    /** What the name of a file that is not yet in place begins with. */
    public static final String TEMPORARY_PREFIX = ".tmp-";

    private static final AtomicLong COUNTER = new AtomicLong(System.nanoTime());

    private AtomicFiles() {}

    /** Writes a file that survives a power cut: its bytes and its folder entry are on disk when this returns. */
    public static void writeDurably(Path file, byte[] content) throws IOException {
        write(file, content, true);
        syncFolder(parent(file));
    }

    /** Writes a file that a reader sees whole, old or new; a power cut may lose the change. */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, content, false);
    }

    private static void write(Path file, byte[] content, boolean sync) throws IOException {
        Path temporary = temporaryBeside(file);
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                if (sync) {
                    channel.force(true);
                }
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** Makes {@code file} another name of {@code existing}'s content: a hard link, or a copy where there are none. */
    public static void link(Path existing, Path file) throws IOException {
        Path temporary = temporaryBeside(file);
        try {
            try {
                Files.createLink(temporary, existing);
            } catch (NoSuchFileException e) {
                throw e;
            } catch (IOException | UnsupportedOperationException e) {
                Files.copy(existing, temporary);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            // rename(2) does nothing where both names already are the same file
            Files.deleteIfExists(temporary);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** Makes {@code link} a symbolic link to {@code target}, in one step. */
    public static void symbolicLink(Path link, Path target) throws IOException {
        Path temporary = temporaryBeside(link);
        try {
            Files.createSymbolicLink(temporary, target);
            Files.move(temporary, link, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** A name for a file beside {@code file} that is to be moved there. */
    public static Path temporaryBeside(Path file) {
        return file.resolveSibling(TEMPORARY_PREFIX + Long.toHexString(COUNTER.incrementAndGet()));
    }

    /** Brings the entries of a folder to disk. */
    public static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("not a file in a folder: " + file);
        }
        return parent;
    }
}

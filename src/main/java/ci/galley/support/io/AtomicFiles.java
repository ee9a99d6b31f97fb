package ci.galley.support.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Puts files in place by rename, so that a reader, a crash or a full disk never meets half of one. An interrupt stops none
 * of this: it stays pending, and the file is written all the same.
 */
public final class AtomicFiles {
    private static final String TEMPORARY_PREFIX = ".tmp-";
    private static final Pattern TEMPORARY = Pattern.compile(Pattern.quote(TEMPORARY_PREFIX) + "[0-9a-f]{1,16}");

    /** Begins anywhere, so that the names of a process that was killed are not met again. */
    private static final AtomicLong COUNTER =
            new AtomicLong(ThreadLocalRandom.current().nextLong());

    /** What a file is to hold. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it; may be called again from the start. The caller closes the stream. */
        void writeTo(OutputStream out) throws IOException;
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private AtomicFiles() {}

    /** Writes a file that survives a power cut: its bytes and its folder entry are on disk when this returns. */
    public static void writeDurably(Path file, byte[] content) throws IOException {
        writeSynced(file, out -> out.write(content));
        syncFolder(parent(file));
    }

    /** Writes a file whose bytes are on disk when this returns; its name is after {@link #syncFolder}. */
    public static void writeSynced(Path file, Content content) throws IOException {
        uninterrupted(() -> replace(file, temporary -> fill(temporary, content, true)));
    }

    /** Writes a file that a reader sees whole, old or new; a power cut may lose the change. */
    public static void write(Path file, byte[] content) throws IOException {
        uninterrupted(() -> replace(file, temporary -> fill(temporary, out -> out.write(content), false)));
    }

    /**
     * Copies a plain file; {@link #writeSynced} to disk.
     *
     * @throws IOException also if {@code source} is anything but a plain file: no link is followed, no pipe waited for
     */
    public static void copyPlain(Path source, Path file) throws IOException {
        if (!Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(source.toString(), null, "not a plain file");
        }
        writeSynced(file, out -> {
            try (InputStream in = Files.newInputStream(source, LinkOption.NOFOLLOW_LINKS)) {
                in.transferTo(out);
            }
        });
    }

    /** Makes {@code file} another name of {@code existing}'s content: a hard link, or a copy where there are none. */
    public static void link(Path existing, Path file) throws IOException {
        uninterrupted(() -> replace(file, temporary -> linkOrCopy(existing, temporary)));
    }

    /** Makes {@code link} a symbolic link to {@code target}, in one step. */
    public static void symbolicLink(Path link, Path target) throws IOException {
        replace(link, temporary -> Files.createSymbolicLink(temporary, target));
    }

    /** A name for a file or folder beside {@code file} that is on its way there, or away. */
    public static Path temporaryBeside(Path file) {
        return file.resolveSibling(TEMPORARY_PREFIX + Long.toHexString(COUNTER.incrementAndGet()));
    }

    /** Whether a file of this name is what a process that was killed left halfway. */
    public static boolean isTemporary(String name) {
        return TEMPORARY.matcher(name).matches();
    }

    /** Brings the entries of a folder to disk. */
    public static void syncFolder(Path folder) throws IOException {
        uninterrupted(() -> {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        });
    }

    @FunctionalInterface
    private interface Maker {
        void make(Path temporary) throws IOException;
    }

    private static void replace(Path file, Maker maker) throws IOException {
        Path temporary = temporaryBeside(file);
        try {
            maker.make(temporary);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            // rename(2) does nothing where both names already are the same file
            Files.deleteIfExists(temporary);
        } catch (IOException | RuntimeException e) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private static void fill(Path temporary, Content content, boolean sync) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
            content.writeTo(out);
            out.flush();
            if (sync) {
                channel.force(true);
            }
        }
    }

    private static void linkOrCopy(Path existing, Path temporary) throws IOException {
        try {
            Files.createLink(temporary, existing);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(existing, temporary, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** An interrupt closes the channel that is in use (see {@link ClosedByInterruptException}); hence once more. */
    private static void uninterrupted(Step step) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    step.run();
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                    // clears the flag, which would close the next channel as well
                    Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
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

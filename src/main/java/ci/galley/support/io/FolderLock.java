package ci.galley.support.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * That a folder is ours alone, among all processes of this machine that ask. Held until it is closed or the process ends,
 * however it ends; the file stays, which means nothing.
 */
public final class FolderLock implements AutoCloseable {
    /**
     * Closing any handle of a file gives up all locks of the process on it (fcntl(2)), so none may be opened twice; and
     * nobody may lose a lock because its object was forgotten.
     */
    private static final Map<Path, FolderLock> HELD = new HashMap<>();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the folder, at once or not at all.
     *
     * @param name of the lock's file in that folder
     * @throws FolderInUseException if another process, or another part of this one, has it
     * @throws IOException if the file cannot be made or locked
     */
    public static FolderLock acquire(Path folder, String name) throws IOException {
        Path file = folder.toRealPath().resolve(name);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("cannot lock " + folder + ": " + name + " there is not a plain file; remove it");
        }
        synchronized (HELD) {
            if (HELD.containsKey(file)) {
                throw new FolderInUseException(
                        folder, Long.toString(ProcessHandle.current().pid()));
            }
            FolderLock lock = new FolderLock(file, lock(folder, file));
            HELD.put(file, lock);
            return lock;
        }
    }

    private static FileChannel lock(Path folder, Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new FolderInUseException(folder, owner(channel));
            }
            sign(channel);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Says who holds it; a full disk is no reason not to. */
    private static void sign(FileChannel channel) {
        String number = ProcessHandle.current().pid() + "\n";
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(number.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            // The lock holds all the same; the number is for the message that a second process prints.
        }
    }

    /** The process number that the owner wrote, or "unknown". */
    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer number = ByteBuffer.allocate(20);
        channel.read(number, 0);
        String text = new String(number.array(), 0, number.position(), StandardCharsets.US_ASCII).strip();
        return text.matches("[0-9]+") ? text : "unknown";
    }

    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (HELD.remove(file, this)) {
                channel.close();
            }
        }
    }
}

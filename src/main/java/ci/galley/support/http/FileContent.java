package ci.galley.support.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The bytes that a plain file has when it is opened, whatever takes its name afterwards. */
final class FileContent implements Response.Content {
    private static final int ATTEMPTS = 10;

    private final FileChannel channel;
    private final long length;
    private final String tag;

    private FileContent(FileChannel channel, long length, String tag) {
        this.channel = channel;
        this.length = length;
        this.tag = tag;
    }

    static FileContent open(Path file) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            // First of all: to open a FIFO would wait for its writer.
            BasicFileAttributes before = plainFile(file);
            FileChannel channel = openNoLink(file);
            try {
                // Java tells no times of an open file. If the name meant the same file before and after, it is the one.
                if (isSame(before, plainFile(file))) {
                    long length = channel.size();
                    return new FileContent(channel, length, tag(before, length));
                }
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            channel.close();
        }
        throw new NoSuchFileException(file.toString(), null, "is replaced again and again");
    }

    String tag() {
        return tag;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream open() {
        return new ChannelStream(channel, length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static FileChannel openNoLink(Path file) throws IOException {
        try {
            return FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            throw e;
        } catch (FileSystemException e) {
            // It became a link a moment ago (ELOOP); the reasons that are left are worth a line in the server's log.
            if (Files.isSymbolicLink(file)) {
                throw new NoSuchFileException(file.toString());
            }
            throw e;
        }
    }

    private static BasicFileAttributes plainFile(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new NoSuchFileException(file.toString(), null, "not a plain file");
        }
        return attributes;
    }

    private static boolean isSame(BasicFileAttributes one, BasicFileAttributes other) {
        return Objects.equals(one.fileKey(), other.fileKey());
    }

    /** The file's number, its time to the nanosecond and its size; hashed, since the first is nobody's business. */
    private static String tag(BasicFileAttributes attributes, long length) {
        return EntityTags.of(
                attributes.fileKey() + " " + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS) + " " + length);
    }
}

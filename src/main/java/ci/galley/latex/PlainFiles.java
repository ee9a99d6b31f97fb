package ci.galley.latex;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** Files that a build may have made, and so may be links, pipes, folders, huge or not there at all. */
final class PlainFiles {
    private static final int BUFFER_BYTES = 1 << 16;

    private PlainFiles() {}

    /** The attributes of a plain file; nothing for anything else, a link to a plain file included. */
    static Optional<BasicFileAttributes> attributes(Path file) {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS))
                    .filter(BasicFileAttributes::isRegularFile);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static boolean isPlain(Path file) {
        return attributes(file).isPresent();
    }

    /** At most that many bytes from the file's start; none where it is no plain file. */
    static byte[] head(Path file, int most) throws IOException {
        return read(file, 0, most);
    }

    /** At most that many bytes at the file's end; none where it is no plain file. */
    static byte[] tail(Path file, int most) throws IOException {
        long size = attributes(file).map(BasicFileAttributes::size).orElse(0L);
        return read(file, Math.max(0, size - most), most);
    }

    /** The MD5 of a plain file's content, in hexadecimal digits; "" where it is none. */
    static String md5(Path file) throws IOException {
        if (!isPlain(file)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchFileException e) {
            return "";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] read(Path file, long from, int most) throws IOException {
        if (!isPlain(file)) {
            return new byte[0];
        }
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(most, channel.size() - from)));
            channel.position(from);
            int got = 0;
            while (bytes.hasRemaining() && got >= 0) {
                got = channel.read(bytes);
            }
            byte[] read = new byte[bytes.position()];
            bytes.flip().get(read);
            return read;
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    /** Removes a file or a link itself; a folder stays. */
    static void delete(Path file) throws IOException {
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(file);
        }
    }
}

package ci.galley.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Files of which a power cut kept the name but not the bytes: empty, or (on some file systems) nothing but zeros. */
final class HalfWritten {
    private static final int LOOKED_AT_BYTES = 64;

    private HalfWritten() {}

    /** Whether a plain file is there that holds nothing. */
    static boolean is(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            for (byte b : in.readNBytes(LOOKED_AT_BYTES)) {
                if (b != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Deletes the empty files of an object store: loose objects, and packs with all that belongs to them. */
    static int deleteAllIn(Path objects) throws IOException {
        int deleted = 0;
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(objects, "{[0-9a-f][0-9a-f],pack}")) {
            for (Path folder : folders) {
                deleted += deleteIn(folder);
            }
        }
        return deleted;
    }

    private static int deleteIn(Path folder) throws IOException {
        int deleted = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                boolean marker = name.endsWith(".keep") || name.endsWith(".promisor") || name.endsWith(".mtimes");
                if (!marker && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && is(file)) {
                    Files.delete(file);
                    deleted++;
                }
            }
        }
        return deleted;
    }
}

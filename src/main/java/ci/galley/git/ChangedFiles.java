package ci.galley.git;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * Sees to it that a file that a checkout wrote is from another second than it was before. latexmk compares size and time in
 * whole seconds before it looks at the content, so that it takes an edit of the same size within the same second for none,
 * and keeps the old PDF.
 */
final class ChangedFiles {
    private static final String CHANGED = "unix:ctime";

    private ChangedFiles() {}

    /** The time of the file system, by which {@link #date} tells what was written since. */
    static FileTime now(Path scratch) throws IOException {
        Files.deleteIfExists(scratch);
        Files.createFile(scratch);
        return changed(scratch);
    }

    /**
     * Dates the files that were written since {@code start} after all that was there before.
     *
     * @param newestSecond when the newest file was changed that was there before, in seconds since 1970
     * @return whether a file was dated otherwise than it was
     */
    static boolean date(Path sources, FileTime start, long newestSecond) throws IOException {
        if (newestSecond < start.toInstant().getEpochSecond()) {
            return false;
        }
        FileTime later = FileTime.from(Instant.ofEpochSecond(newestSecond + 1));
        boolean[] any = new boolean[1];
        Files.walkFileTree(sources, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && changed(file).compareTo(start) >= 0) {
                    Files.setLastModifiedTime(file, later);
                    any[0] = true;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return any[0];
    }

    private static FileTime changed(Path file) throws IOException {
        Object time =
                Files.readAttributes(file, CHANGED, LinkOption.NOFOLLOW_LINKS).get("ctime");
        return time instanceof FileTime known ? known : FileTime.fromMillis(0);
    }
}

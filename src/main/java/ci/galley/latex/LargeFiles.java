package ci.galley.latex;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a build that ran away filled the disk with. */
final class LargeFiles {
    /** More than TeX's own files of any document have; beside it stands what the sources themselves bring. */
    static final long LARGE_BYTES = 32L << 20;

    private LargeFiles() {}

    /** A file that was removed, or cut as a log is; {@code name} as seen from the top of the checkout. */
    record Large(String name, long bytes, boolean isLog) {
        String removed() {
            return (isLog ? "Cut " : "Removed ") + name + " (" + (bytes >> 20) + " MiB), which the failed build left";
        }
    }

    /**
     * Removes the large files that were written since {@code began}, so that a failure does not cost the disk. Sources among
     * them come back with the next checkout.
     *
     * @param log is told of, but stays: it is cut
     */
    static List<Large> remove(Path sources, Instant began, Path log) throws IOException {
        List<Large> large = new ArrayList<>();
        Files.walkFileTree(sources, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()
                        && attributes.size() > LARGE_BYTES
                        && !attributes.lastModifiedTime().toInstant().isBefore(began)) {
                    large.add(new Large(sources.relativize(file).toString(), attributes.size(), file.equals(log)));
                    if (!file.equals(log)) {
                        Files.deleteIfExists(file);
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failed) {
                return FileVisitResult.CONTINUE; // a folder that even we may not read: the next checkout removes it
            }
        });
        return large;
    }
}

package ci.galley.latex;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/** What a build that ran away filled the disk with. */
final class LargeFiles {
    /** More than TeX's own files of any document have: those of the Homotopy Type Theory book have 1 MiB. */
    static final long LARGE_BYTES = 8L << 20;

    private LargeFiles() {}

    /** A file that was removed, or cut as a log is; {@code name} as seen from the top of the checkout. */
    record Large(String name, long bytes, boolean isLog) {
        String said() {
            return (isLog ? "Cut " : "Removed ") + name + " (" + (bytes >> 20) + " MiB), which the failed build left";
        }
    }

    /**
     * Removes the large files that were written since {@code began}, so that a failure does not cost the disk. Sources among
     * them come back with the next checkout.
     *
     * @param log is told of, but stays: it is cut
     */
    static List<Large> remove(Path sources, FileTime began, Path log) throws IOException {
        List<Large> large = new ArrayList<>();
        Files.walkFileTree(sources, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()
                        && attributes.size() > LARGE_BYTES
                        && attributes.lastModifiedTime().compareTo(began) >= 0) {
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

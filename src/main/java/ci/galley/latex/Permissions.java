package ci.galley.latex;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/** A build may forbid its own folders to everybody: then the next checkout could not change them, nor anybody remove them. */
final class Permissions {
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

    private Permissions() {}

    /** Lets the owner read, change and enter every folder of a tree. Follows no link. */
    static void mend(Path tree) throws IOException {
        mendFolder(tree);
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                mendFolder(folder);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
                // A folder that cannot be read comes here, and not above.
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && mendFolder(file)) {
                    mend(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static boolean mendFolder(Path folder) throws IOException {
        Set<PosixFilePermission> permissions =
                new HashSet<>(Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS));
        boolean changed = permissions.addAll(OWNERS);
        if (changed) {
            Files.setPosixFilePermissions(folder, permissions);
        }
        return changed;
    }
}

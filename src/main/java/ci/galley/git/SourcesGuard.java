package ci.galley.git;

import ci.galley.support.io.Trees;
import ci.galley.support.process.Deadline;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Clears what a build may have left in its folder to make the next checkout write elsewhere, or fail: links (git makes those
 * of the commit anew), git folders, pipes and sockets, folders that may not be written. Follows no link. No build of the
 * project runs meanwhile.
 */
final class SourcesGuard extends SimpleFileVisitor<Path> {
    /** A file that says it is from later than that lies, or the clock was wrong. */
    private static final Duration BELIEVED_FUTURE = Duration.ofHours(1);

    private static final Set<PosixFilePermission> OWNER_MAY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Path sources;
    private final Deadline deadline;
    private final FileTime latestBelieved = FileTime.from(Instant.now().plus(BELIEVED_FUTURE));
    private long newestSecond;

    private SourcesGuard(Path sources, Deadline deadline) {
        this.sources = sources;
        this.deadline = deadline;
    }

    /**
     * Makes the folder safe to check out into.
     *
     * @return when its newest file was changed, in seconds since 1970
     * @throws IOException if something in it resists, or the time is over
     */
    static long clear(Path sources, Deadline deadline) throws IOException {
        if (!Files.isDirectory(sources, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(sources);
            Files.createDirectories(sources);
        }
        SourcesGuard guard = new SourcesGuard(sources, deadline);
        Files.walkFileTree(sources, guard);
        return guard.newestSecond;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
        if (deadline.hasPassed()) {
            throw new IOException("out of time");
        }
        if (isGitFolder(folder)) {
            Trees.delete(folder);
            return FileVisitResult.SKIP_SUBTREE;
        }
        open(folder);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (!attributes.isRegularFile() || isGitFolder(file)) {
            Files.delete(file);
        } else if (attributes.lastModifiedTime().compareTo(latestBelieved) <= 0) {
            newestSecond = Math.max(
                    newestSecond, attributes.lastModifiedTime().toInstant().getEpochSecond());
        }
        return FileVisitResult.CONTINUE;
    }

    /** A folder that may not be read is opened and gone through after all. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) || !open(file)) {
            throw failed;
        }
        Files.walkFileTree(file, this);
        return FileVisitResult.CONTINUE;
    }

    private boolean isGitFolder(Path path) {
        return !path.equals(sources) && String.valueOf(path.getFileName()).equalsIgnoreCase(".git");
    }

    private static boolean open(Path folder) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
        if (permissions.containsAll(OWNER_MAY)) {
            return false;
        }
        permissions.addAll(OWNER_MAY);
        Files.setPosixFilePermissions(folder, permissions);
        return true;
    }
}

package ci.galley.git;

import ci.galley.support.process.Transcript;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Locks that nobody holds: from before the machine was started, or old where no git runs. */
final class StaleLocks {
    private static final String LOCKS = "*.lock";

    private final Git git;
    private final GitFolder folder;
    private final Transcript transcript;

    StaleLocks(Git git, GitFolder folder, Transcript transcript) {
        this.git = git;
        this.folder = folder;
        this.transcript = transcript;
    }

    void remove() throws IOException {
        List<Path> old = new ArrayList<>();
        for (Path lock : locks()) {
            if (isFromBeforeTheStart(lock)) {
                delete(lock);
            } else if (isOld(lock)) {
                old.add(lock);
            }
        }
        if (!old.isEmpty() && !Machine.gitRunsIn(git.folder()) && !Machine.gitRunsIn(folder.commonDir())) {
            for (Path lock : old) {
                delete(lock);
            }
        }
    }

    /** {@code index.lock}, {@code HEAD.lock}, {@code config.lock}, {@code packed-refs.lock}, {@code shallow.lock}, refs. */
    private Set<Path> locks() throws IOException {
        Set<Path> locks = new LinkedHashSet<>();
        addFrom(folder.gitDir(), locks);
        addFrom(folder.commonDir(), locks);
        addFrom(folder.objects().resolve("info"), locks);
        Path refs = folder.commonDir().resolve("refs");
        if (Files.isDirectory(refs)) {
            Files.walkFileTree(refs, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".lock")) {
                        locks.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return locks;
    }

    private static void addFrom(Path parent, Set<Path> locks) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(parent, LOCKS)) {
            files.forEach(locks::add);
        }
    }

    private static boolean isFromBeforeTheStart(Path lock) throws IOException {
        Instant changed = changed(lock);
        return Machine.bootTime().filter(changed::isBefore).isPresent();
    }

    private boolean isOld(Path lock) throws IOException {
        return changed(lock).isBefore(Instant.now().minus(git.limits().staleLock()));
    }

    private static Instant changed(Path lock) throws IOException {
        try {
            return Files.getLastModifiedTime(lock, LinkOption.NOFOLLOW_LINKS).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.MAX; // released meanwhile
        }
    }

    private void delete(Path lock) throws IOException {
        if (Files.deleteIfExists(lock)) {
            Path root = lock.startsWith(folder.gitDir()) ? folder.gitDir() : folder.commonDir();
            transcript.say("Removed the lock %s/.git/%s, which a git that was killed left there."
                    .formatted(git.name(), root.relativize(lock)));
        }
    }
}

package ci.galley.support.io;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;

/** Whole folders. */
public final class Trees {
    private static final Set<PosixFilePermission> OWNER_ALL = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /** How often a folder is emptied into which something else still writes. */
    private static final int MAX_ATTEMPTS = 5;

    private Trees() {}

    /**
     * Deletes a file or a folder with all that is in it; follows no link; no matter if it is not there.
     *
     * <p>Folders that are not empty are moved up before they are emptied: a program can nest them so deep that their paths
     * are longer than the system takes, and that a walk runs out of file handles.
     */
    public static void delete(Path tree) throws IOException {
        if (!isFolder(tree)) {
            Files.deleteIfExists(tree);
            return;
        }
        DirectoryNotEmptyException last = null;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Deque<Path> full = new ArrayDeque<>();
            empty(tree, tree, full);
            while (!full.isEmpty()) {
                empty(full.pop(), tree, full);
            }
            try {
                Files.deleteIfExists(tree);
                return;
            } catch (DirectoryNotEmptyException e) {
                last = e;
            }
        }
        throw last;
    }

    /** Deletes what a folder holds and the folder; its own folders that are not empty go to {@code top} and {@code full}. */
    private static void empty(Path folder, Path top, Deque<Path> full) throws IOException {
        makeUsable(folder);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (isFolder(entry)) {
                    deleteOrLift(entry, top, full);
                } else {
                    Files.deleteIfExists(entry);
                }
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        if (!folder.equals(top)) {
            deleteOrLift(folder, top, full);
        }
    }

    private static void deleteOrLift(Path folder, Path top, Deque<Path> full) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // renaming a folder writes its entry "..", so it has to be writable itself
            makeUsable(folder);
            Path lifted = AtomicFiles.temporaryBeside(top.resolve("entry"));
            Files.move(folder, lifted);
            full.push(lifted);
        }
    }

    /** A program can leave a folder that even its owner may not read or change. */
    private static void makeUsable(Path folder) throws IOException {
        try {
            Set<PosixFilePermission> now = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
            if (!now.containsAll(OWNER_ALL)) {
                Set<PosixFilePermission> usable = EnumSet.copyOf(OWNER_ALL);
                usable.addAll(now);
                Files.setPosixFilePermissions(folder, usable);
            }
        } catch (NoSuchFileException e) {
            // gone already
        }
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }
}

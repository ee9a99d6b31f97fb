package ci.galley.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where git keeps what it knows of a folder, found without git: it works where a half-written file keeps git from working.
 *
 * @param gitDir what belongs to this working tree: {@code HEAD}, {@code index}
 * @param commonDir what all working trees of a repository share: {@code config}, {@code refs}, {@code objects}; mostly the
 *     same folder
 */
record GitFolder(Path gitDir, Path commonDir) {
    private static final String POINTER = "gitdir:";
    private static final int MAX_POINTER_BYTES = 8192;

    /** The git folder of a clone, or nothing where it has none. */
    static Optional<GitFolder> of(Path clone) {
        Path dotGit = clone.resolve(".git");
        try {
            if (Files.isDirectory(dotGit)) {
                return Optional.of(withCommon(dotGit));
            }
            if (!Files.isRegularFile(dotGit)) {
                return Optional.empty();
            }
            String pointer = read(dotGit);
            if (!pointer.startsWith(POINTER)) {
                return Optional.empty();
            }
            Path gitDir = clone.resolve(pointer.substring(POINTER.length()).strip());
            return Files.isDirectory(gitDir) ? Optional.of(withCommon(gitDir)) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Where the objects are. */
    Path objects() {
        return commonDir.resolve("objects");
    }

    private static GitFolder withCommon(Path gitDir) throws IOException {
        Path pointer = gitDir.resolve("commondir");
        return new GitFolder(
                gitDir.normalize(),
                Files.isRegularFile(pointer)
                        ? gitDir.resolve(read(pointer).strip()).normalize()
                        : gitDir.normalize());
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_POINTER_BYTES), StandardCharsets.UTF_8);
        }
    }
}

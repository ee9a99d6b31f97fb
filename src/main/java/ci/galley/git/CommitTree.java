package ci.galley.git;

import ci.galley.support.io.Sha256;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of the files of a commit has to be known before they are checked out.
 *
 * @param files how many there are
 * @param bytes how large they are together
 * @param tooMuch whether the limits were passed, and the rest was not looked at
 * @param damaged whether the clone has not all of them whole
 * @param ciConfig the {@code .ci.json} at the top
 * @param documents the {@code .tex} files with their modes, as far as they are UTF-8
 * @param submodules where other repositories belong
 * @param attributes whether there is a {@code .gitattributes}
 * @param plainFiles all of its files with mode and hash of each; null where there are too many to keep in mind, or some are
 *     no plain files, or not UTF-8
 */
record CommitTree(
        long files,
        long bytes,
        boolean tooMuch,
        boolean damaged,
        @Nullable Entry ciConfig,
        Map<String, String> documents,
        List<String> submodules,
        boolean attributes,
        @Nullable Map<String, String> plainFiles) {
    /** What git calls a symbolic link. */
    static final String LINK = "120000";

    /** What git calls another repository's commit. */
    static final String SUBMODULE = "160000";

    /** See {@link Clone#digest}. */
    Optional<String> digest(Predicate<String> wanted) {
        if (plainFiles == null) {
            return Optional.empty();
        }
        return Optional.of(Sha256.of(plainFiles.entrySet().stream()
                .filter(file -> wanted.test(file.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .map(file -> file.getKey() + "\0" + file.getValue())
                .collect(Collectors.joining("\0"))));
    }

    /**
     * A file of a commit.
     *
     * @param mode {@code 100644}, {@code 100755}, {@code 120000} or {@code 160000}
     * @param object the hash of its content
     * @param bytes the content's size
     */
    record Entry(String mode, String object, long bytes) {}
}

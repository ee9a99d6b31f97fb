package ci.galley.git;

import java.util.List;
import java.util.Map;
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
 */
record CommitTree(
        long files,
        long bytes,
        boolean tooMuch,
        boolean damaged,
        @Nullable Entry ciConfig,
        Map<String, String> documents,
        List<String> submodules,
        boolean attributes) {
    /** What git calls a symbolic link. */
    static final String LINK = "120000";

    /** What git calls another repository's commit. */
    static final String SUBMODULE = "160000";

    /**
     * A file of a commit.
     *
     * @param mode {@code 100644}, {@code 100755}, {@code 120000} or {@code 160000}
     * @param object the hash of its content
     * @param bytes the content's size
     */
    record Entry(String mode, String object, long bytes) {}
}

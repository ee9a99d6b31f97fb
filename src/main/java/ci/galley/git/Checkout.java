package ci.galley.git;

import ci.galley.model.BuildException;
import ci.galley.model.CommitHash;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import ci.galley.support.process.Transcript;
import java.nio.file.Path;

/**
 * A private checkout: the files of one commit in a folder without {@code .git}, at a path that does not change. Built in
 * place, so what a build leaves beside the sources is still there for the next.
 */
public final class Checkout {
    private final Clone clone;
    private final Path work;
    private final Processes processes;

    Checkout(Clone clone, Path work, Processes processes) {
        this.clone = clone;
        this.work = work;
        this.processes = processes;
    }

    /** Where the files are. */
    public Path folder() {
        return work.resolve("src");
    }

    /**
     * Makes every tracked file that of {@code commit}, and removes tracked files that it does not have. Files that git does
     * not track stay, unless {@code clean}.
     *
     * @param clean whether to remove everything first
     * @param links whether symbolic links are made as such, or as plain files that hold their target
     */
    public void restore(CommitHash commit, boolean clean, boolean links, Transcript transcript, Deadline deadline)
            throws BuildException, InterruptedException {
        if (commit.isZero()) {
            throw BuildException.error("not built yet" + clone.folder() + processes.hashCode());
        }
    }
}

package ci.galley.git;

import ci.galley.model.BuildException;
import ci.galley.model.CiConfig;
import ci.galley.model.CommitHash;
import ci.galley.model.CommitInfo;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import ci.galley.support.process.Transcript;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The user's clone of one project. Used with the user's own git configuration; never forced. */
public final class Clone {
    private final Path folder;
    private final Processes processes;

    Clone(Path folder, Processes processes) {
        this.folder = folder;
        this.processes = processes;
    }

    /**
     * Brings the clone up to date ({@code git pull --ff-only}; where local changes or commits are in the way,
     * {@code git fetch}, and says so), and fetches {@code wanted} by its hash if it is still missing. If the remote does not
     * answer but the commit is there, goes on and says so.
     *
     * @throws UnknownCommitException if the remote does not have that commit
     * @throws BuildException if git cannot work; the reason says what to do
     */
    public void update(CommitHash wanted, Transcript transcript, Deadline deadline)
            throws BuildException, UnknownCommitException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** What git knows of a commit that the clone has. */
    public CommitInfo describe(CommitHash commit) throws BuildException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** The short name of a branch of the remote that contains the commit, the tracked one first. */
    public Optional<String> branchContaining(CommitHash commit) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** The head of the tracked branch at the remote, as it was when it was last asked; without a remote, the clone's own. */
    public Optional<CommitHash> head() throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** The commits that a tag points at. */
    public Set<CommitHash> taggedCommits() throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /**
     * The {@code .ci.json} of a commit.
     *
     * @throws BuildException if it is missing or wrong: names the field, the value and what is allowed
     */
    public CiConfig config(CommitHash commit) throws BuildException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /**
     * Moves the user's folder to a commit ({@code git reset --keep}), if no local change would be overwritten and every local
     * commit is in the remote branch.
     *
     * @throws BuildException naming what is in the way
     */
    public void moveTo(CommitHash commit, Transcript transcript, Deadline deadline)
            throws BuildException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** The private checkout of this clone in {@code work}, Galley's private folder of the project. */
    public Checkout checkout(Path work) {
        return new Checkout(this, work, processes);
    }

    Path folder() {
        return folder;
    }
}

package ci.galley.model;

import java.util.List;
import java.util.Optional;

/** The projects that there are. They appear and disappear without a restart. Safe for use by several threads. */
public interface Projects {
    /** All projects, by name. */
    List<Project> list();

    /** The project of that name, if its folder is there and is a git clone. */
    Optional<Project> find(ProjectName name);

    /** Whether that project is there; cheaper than {@link #find}. */
    boolean exists(ProjectName name);

    /**
     * Whether a push to that branch is built: it is the tracked branch, or the {@code .ci.json} of the tracked branch
     * names it.
     */
    boolean builds(ProjectName name, String branch);

    /**
     * Whether {@code ancestor} comes before {@code descendant} in the clone's history; false where the clone does not
     * (yet) have both.
     */
    boolean isAncestor(ProjectName name, CommitHash ancestor, CommitHash descendant);

    /**
     * The newest commit of the tracked branch: the remote's, as far as it answers, else the clone's; nothing where
     * there is none. Talks to the remote: may take as long as the git time limit.
     *
     * @throws InterruptedException if the calling thread is interrupted meanwhile
     */
    Optional<CommitHash> newestCommit(ProjectName name) throws InterruptedException;

    /** Like {@link #newestCommit}, but of the remote alone: nothing where it does not answer. */
    Optional<CommitHash> newestRemoteCommit(ProjectName name) throws InterruptedException;
}

package ci.galley.queue;

import ci.galley.model.Build;
import ci.galley.model.CommitHash;
import ci.galley.model.ProjectName;
import ci.galley.model.Projects;
import ci.galley.model.Push;
import ci.galley.model.Trigger;
import ci.galley.store.BuildStore;
import java.io.IOException;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * Builds that wait: one at a time per project, each project on its own single-thread executor. Safe for use by several
 * threads.
 */
public final class BuildQueue implements AutoCloseable {
    /**
     * What became of a wish for a build.
     *
     * @param accepted whether a build was queued, or was already waiting or running (202); false where a finished one
     *     stands (200)
     */
    public record Admission(Build build, boolean accepted) {}

    /**
     * @param runner runs a build to its end on the calling thread, and writes its records. When the thread is interrupted it
     *     ends the build's processes, leaves the record as {@code running} and throws {@link java.util.concurrent.CancellationException}
     * @param follower brings the user's folder to a known commit that is the branch's head again; same rules
     * @param maxBuilds how many builds run at a time over all projects
     */
    public BuildQueue(
            BuildStore store,
            Projects projects,
            Consumer<Build> runner,
            Consumer<Build> follower,
            int maxBuilds,
            Clock clock) {
        this(store.toString() + projects + runner + follower + maxBuilds + clock);
    }

    private BuildQueue(String unused) {}

    /** Queues again what was queued or running when the daemon stopped, in its old order. */
    public void recover() throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * A branch that is built has moved. On disk when this returns.
     *
     * @throws QueueFullException if 100 builds of the project wait
     */
    public Admission push(Push push, boolean tracked) throws IOException, QueueFullException {
        throw new UnsupportedOperationException();
    }

    /** A person asks for a commit to be built, unless it succeeded, waits or runs. */
    public Admission request(ProjectName project, CommitHash commit, Trigger trigger)
            throws IOException, QueueFullException {
        throw new UnsupportedOperationException();
    }

    /** A person asks for a commit to be built again, whatever its state; what waits or runs stays so. */
    public Admission rebuild(ProjectName project, CommitHash commit, Trigger trigger)
            throws IOException, QueueFullException {
        throw new UnsupportedOperationException();
    }

    /**
     * Cancels a build that waits or runs.
     *
     * @return false if it has ended, or there is none
     */
    public boolean cancel(ProjectName project, CommitHash commit) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Stops: running builds are interrupted and go back to the queue, for the next start. Takes at most 8 s. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}

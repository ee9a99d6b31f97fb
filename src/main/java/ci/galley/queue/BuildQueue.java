package ci.galley.queue;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import ci.galley.model.ProjectName;
import ci.galley.model.Projects;
import ci.galley.model.Push;
import ci.galley.model.Trigger;
import ci.galley.store.BuildStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds that wait: one at a time per project, each project on its own single-thread executor. What waits is on disk before
 * anybody is told of it. Safe for use by several threads.
 */
public final class BuildQueue implements AutoCloseable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(8);
    private static final Logger LOG = LoggerFactory.getLogger(BuildQueue.class);

    private final Workshop workshop;
    private volatile boolean recovered;
    private final ConcurrentHashMap<ProjectName, ProjectQueue> queues = new ConcurrentHashMap<>();

    /**
     * What became of a wish for a build.
     *
     * @param accepted whether a build was queued, or was already waiting or running (202); false where a finished one
     *     stands (200)
     */
    public record Admission(Build build, boolean accepted) {}

    /**
     * Over all projects.
     *
     * @param waiting how many builds wait
     * @param running how many builds run
     * @param studied how many documents are, or will be, looked at while no build runs
     */
    public record Counts(int waiting, int running, int studied) {}

    /**
     * @param runner runs a build to its end on the calling thread, and writes its records. When the thread is interrupted it
     *     ends the build's processes, leaves the record as {@code running} and throws {@link java.util.concurrent.CancellationException}
     * @param follower brings the user's folder to a known commit that is the branch's head again; same rules
     * @param atLeisure what is done after a build that ended well, while no build of any project runs; same rules, and it
     *     may be done again; true if the build has to be made again
     * @param maxBuilds how many builds run at a time over all projects
     */
    public BuildQueue(
            BuildStore store,
            Projects projects,
            Consumer<Build> runner,
            Consumer<Build> follower,
            Predicate<Build> atLeisure,
            int maxBuilds,
            Clock clock) {
        Semaphore slots = new Semaphore(maxBuilds, true);
        this.workshop = new Workshop(
                store,
                projects,
                runner,
                follower,
                new Leisure(atLeisure, this::again),
                slots,
                clock,
                new CountDownLatch(1));
    }

    /**
     * Queues again what was queued or running when the daemon stopped, in its old order. An attempt that was running at
     * three starts in a row ends in {@code error}.
     */
    public void recover() {
        workshop.store().all().stream()
                .filter(build -> !build.state().isFinal())
                .sorted(BuildQueue::compareAge)
                .forEach(build -> of(build.project()).recover(build));
        workshop.store().all().stream()
                .filter(build -> build.history().follow())
                .map(Build::project)
                .distinct()
                .forEach(project -> of(project).follow().followLast());
        recovered = true;
    }

    /**
     * The order in which builds wait again after a restart; what was running comes first. Written out: for a comparator that
     * is put together, Java makes classes at its first use, which the start would wait for.
     */
    private static int compareAge(Build one, Build other) {
        int running = Boolean.compare(other.state() == BuildState.RUNNING, one.state() == BuildState.RUNNING);
        if (running != 0) {
            return running;
        }
        int queued = one.queuedAt().compareTo(other.queuedAt());
        return queued != 0 ? queued : Long.compare(one.sequence(), other.sequence());
    }

    /** Whether {@link #recover} has come to its end; before, {@link #counts} does not know all builds that wait. */
    public boolean isRecovered() {
        return recovered;
    }

    /**
     * A branch that is built has moved. On disk when this returns.
     *
     * @param tracked whether it is the tracked branch; then the commit becomes the last build, unless the push is older
     *     than the last build's own
     * @throws IOException if it cannot be written; then nothing has changed
     * @throws QueueFullException if 100 builds of the project wait, or the queue is closing; then nothing has changed
     */
    public Admission push(Push push, boolean tracked) throws IOException, QueueFullException {
        return of(push.project()).push(push, tracked);
    }

    /** A person asks for a commit to be built, unless it succeeded, waits or runs. Throws as {@link #push}. */
    public Admission request(ProjectName project, CommitHash commit, Trigger trigger)
            throws IOException, QueueFullException {
        return of(project).request(commit, trigger, false);
    }

    /**
     * A person asks for a commit to be built again, whatever its state; what waits or runs stays so. Throws as {@link #push}.
     */
    public Admission rebuild(ProjectName project, CommitHash commit, Trigger trigger)
            throws IOException, QueueFullException {
        return of(project).request(commit, trigger, true);
    }

    /**
     * Cancels a build that waits or runs. One that waits is cancelled when this returns, one that runs as soon as its runner
     * is out.
     *
     * @return false if it has ended, or there is none
     */
    public boolean cancel(ProjectName project, CommitHash commit) throws IOException {
        return of(project).cancel(commit);
    }

    /** How many builds of a project wait. */
    public int waiting(ProjectName project) {
        ProjectQueue queue = queues.get(project);
        return queue == null ? 0 : queue.waiting();
    }

    public Counts counts() {
        int waiting = queues.values().stream().mapToInt(ProjectQueue::waiting).sum();
        return new Counts(
                waiting,
                (int) queues.values().stream()
                        .filter(queue -> queue.worker().isRunning())
                        .count(),
                workshop.leisure().count());
    }

    /** Stops: running builds are interrupted and go back to the queue, for the next start. Takes at most 8 s. */
    @Override
    public void close() {
        workshop.closing().countDown();
        queues.values().forEach(queue -> queue.worker().stop());
        long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
        boolean interrupted = false;
        try {
            workshop.leisure().close(deadline - System.nanoTime());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        for (ProjectQueue queue : queues.values()) {
            try {
                if (!queue.worker().awaitStopped(deadline - System.nanoTime())) {
                    LOG.warn("{}: a build does not stop; it is built again after the next start", queue.project());
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void again(Build build) {
        LOG.warn("{}: {} is built again, since its PDF is not what it should be", build.project(), build.commit());
        try {
            rebuild(build.project(), build.commit(), build.trigger());
        } catch (IOException | QueueFullException e) {
            LOG.error("{}: {} cannot be built again", build.project(), build.commit(), e);
        }
    }

    private ProjectQueue of(ProjectName project) {
        return queues.computeIfAbsent(project, name -> new ProjectQueue(name, workshop));
    }
}

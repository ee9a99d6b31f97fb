package ci.galley.queue;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import ci.galley.model.CommitInfo;
import ci.galley.model.ProjectName;
import ci.galley.model.Push;
import ci.galley.model.Trigger;
import ci.galley.queue.BuildQueue.Admission;
import ci.galley.store.BuildLog;
import ci.galley.store.BuildStore;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of one project: decides, writes down what was decided, hands it to the worker. Its lock is held over each
 * decision and its writing, so that of two wishes at the same time the second sees what came of the first; it is never held
 * while a build runs.
 */
final class ProjectQueue {
    /** How many builds of a project may wait. */
    static final int MAX_WAITING = 100;

    private static final Logger LOG = LoggerFactory.getLogger(ProjectQueue.class);

    private final ProjectName project;
    private final Workshop workshop;
    private final BuildStore store;
    private final LastBuild lastBuild;
    private final Worker worker;
    private final Follow follow;

    /** The attempts that wait or run. Changed with the lock held, counted without. */
    private final Map<CommitHash, Job> jobs = new ConcurrentHashMap<>();

    ProjectQueue(ProjectName project, Workshop workshop) {
        this.project = project;
        this.workshop = workshop;
        this.store = workshop.store();
        this.lastBuild = new LastBuild(project, store, workshop.projects());
        this.worker = new Worker(this, workshop);
        this.follow = new Follow(project, workshop, worker);
    }

    ProjectName project() {
        return project;
    }

    int waiting() {
        return (int) jobs.values().stream()
                .filter(job -> job.phase() == Job.Phase.WAITING)
                .count();
    }

    Worker worker() {
        return worker;
    }

    Follow follow() {
        return follow;
    }

    /** See {@link BuildQueue#push}. */
    synchronized Admission push(Push push, boolean tracked) throws IOException, QueueFullException {
        refuseIfClosing();
        Optional<Build> known = store.find(project, push.commit());
        return known.isPresent() ? pushKnown(push, tracked, known.get()) : pushNew(push, tracked);
    }

    private Admission pushNew(Push push, boolean tracked) throws IOException, QueueFullException {
        refuseIfFull();
        Build.History history = tracked ? lastBuild.historyOf(push) : Build.History.NONE;
        return create(
                push.commit(), push.branch(), push.trigger(), build -> described(build.with(history), push.info()));
    }

    private Admission pushKnown(Push push, boolean tracked, Build known) throws IOException, QueueFullException {
        boolean again = known.state() == BuildState.ERROR || known.state() == BuildState.CANCELLED;
        if (again) {
            refuseIfFull();
        }
        UnaryOperator<Build> move = tracked ? lastBuild.noteOf(push, known) : UnaryOperator.identity();
        UnaryOperator<Build> note = build -> described(move.apply(build), push.info());
        if (again) {
            return buildAgain(push.commit(), push.trigger(), note);
        }
        Build build = store.update(project, push.commit(), note);
        follow.followLast();
        return standing(build);
    }

    /** With what a push says of the commit, unless more is known. */
    private static Build described(Build build, @Nullable CommitInfo said) {
        return said == null || build.info() != null ? build : build.described(said, null);
    }

    /** A person's wish; see {@link BuildQueue#request} and {@link BuildQueue#rebuild}. */
    synchronized Admission request(CommitHash commit, Trigger trigger, boolean evenAfterSuccess)
            throws IOException, QueueFullException {
        refuseIfClosing();
        Optional<Build> known = store.find(project, commit);
        if (known.isEmpty()) {
            refuseIfFull();
            return create(commit, null, trigger, UnaryOperator.identity());
        }
        BuildState state = known.get().state();
        if (!state.isFinal() || (state == BuildState.SUCCESS && !evenAfterSuccess)) {
            return standing(known.get());
        }
        refuseIfFull();
        return buildAgain(commit, trigger, UnaryOperator.identity());
    }

    private Admission create(CommitHash commit, @Nullable String branch, Trigger trigger, UnaryOperator<Build> note)
            throws IOException {
        Instant now = workshop.clock().instant();
        Build build = store.create(
                project, commit, sequence -> note.apply(Build.queued(project, commit, sequence, branch, trigger, now)));
        enqueue(commit);
        return new Admission(build, true);
    }

    private Admission buildAgain(CommitHash commit, Trigger trigger, UnaryOperator<Build> note) throws IOException {
        Instant now = workshop.clock().instant();
        Build build = store.update(project, commit, old -> note.apply(old).queuedAgain(trigger, now));
        enqueue(commit);
        return new Admission(build, true);
    }

    /** The build that is there already will do. */
    private Admission standing(Build build) {
        boolean accepted = !build.state().isFinal();
        if (accepted && !jobs.containsKey(build.commit())) {
            // its record could not be written when it was to be queued again
            enqueue(build.commit());
        }
        return new Admission(build, accepted);
    }

    private void refuseIfClosing() throws QueueFullException {
        if (workshop.isClosing()) {
            throw new QueueFullException("Galley is stopping and takes no builds; try again when it runs.");
        }
    }

    private void refuseIfFull() throws QueueFullException {
        if (waiting() >= MAX_WAITING) {
            throw new QueueFullException(
                    MAX_WAITING + " builds of " + project + " wait already; try again when some are done.");
        }
    }

    private void enqueue(CommitHash commit) {
        Job job = new Job(commit, worker::build);
        jobs.put(commit, job);
        worker.execute(job);
    }

    /** See {@link BuildQueue#cancel}. */
    synchronized boolean cancel(CommitHash commit) throws IOException {
        Optional<Build> build = store.find(project, commit);
        if (build.isEmpty() || build.get().state().isFinal()) {
            return false;
        }
        Job job = jobs.get(commit);
        if (job != null && job.phase() != Job.Phase.WAITING) {
            job.cancel();
            return true;
        }
        Instant now = workshop.clock().instant();
        store.update(project, commit, waiting -> Ending.cancelledWhileWaiting(waiting, now));
        if (job != null) {
            jobs.remove(commit);
            worker.remove(job);
        }
        return true;
    }

    /** Queues again what the last run of the daemon left; a full disk must not keep it from starting. */
    synchronized void recover(Build found) {
        // A push may have come before, and its build may be over.
        Build build = store.find(project, found.commit()).orElse(found);
        if (build.state().isFinal() || jobs.containsKey(build.commit())) {
            return;
        }
        try {
            Instant now = workshop.clock().instant();
            Build again = build.state() == BuildState.RUNNING ? interrupted(build, now) : build;
            if (!again.state().isFinal()) {
                enqueue(build.commit());
            }
        } catch (IOException e) {
            LOG.error("{}: {} is queued again, but that cannot be written", project, build.commit(), e);
            enqueue(build.commit());
        }
    }

    private Build interrupted(Build running, Instant now) throws IOException {
        Build again = Ending.interrupted(running, now);
        if (again.state().isFinal()) {
            try (BuildLog log = store.resumeLog(running)) {
                log.say(again.state().word() + ": " + again.reason());
            }
        }
        return store.update(project, running.commit(), known -> Ending.interrupted(known, now));
    }

    /** A job's turn has come: its build, unless it was cancelled or the daemon stops. */
    synchronized Optional<Build> begin(Job job) {
        if (workshop.isClosing() || jobs.get(job.commit()) != job) {
            return Optional.empty();
        }
        Optional<Build> build = store.find(project, job.commit());
        if (build.isPresent()) {
            job.begin();
        } else {
            jobs.remove(job.commit());
        }
        return build;
    }

    synchronized void end(Job job) {
        job.end();
    }

    /**
     * Brings the record to an end where the runner did not.
     *
     * @return false if it could not be written
     */
    synchronized boolean settle(Job job) {
        try {
            // no longer the same where it ended and was asked for again meanwhile
            if (jobs.get(job.commit()) == job) {
                Instant now = workshop.clock().instant();
                if (store.find(project, job.commit()).isPresent()) {
                    store.update(
                            project,
                            job.commit(),
                            build -> Ending.of(build, job.isCancelled(), workshop.isClosing(), now, job.took()));
                }
                jobs.remove(job.commit());
            }
            return true;
        } catch (IOException e) {
            LOG.error("{}: how {} ended cannot be written: {}", project, job.commit(), e.toString());
            return false;
        }
    }
}

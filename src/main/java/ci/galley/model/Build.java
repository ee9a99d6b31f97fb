package ci.galley.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one commit of one project. Building it again makes a new attempt of the same build.
 *
 * <p>A value: each change makes a new one. What is not known yet is null.
 *
 * @param sequence the place of this build in the project's list, counted from 1: rises with each newly accepted build,
 *     and stays when a commit is built again
 * @param branch the pushed branch, else one that contains the commit, else null
 * @param info what git knows of the commit, or what the push said of it until it is fetched; null while neither is known
 * @param latest the newest attempt
 * @param history what Galley needs to know of this build after a restart
 */
public record Build(
        ProjectName project,
        CommitHash commit,
        long sequence,
        @Nullable String branch,
        @Nullable CommitInfo info,
        Attempt latest,
        History history) {

    /**
     * What Galley needs to know of a build after a restart.
     *
     * @param place the commit's place in the order in which commits became the head of the tracked branch. 0: not known
     *     to be of that branch; 1: of that branch, but never pushed, so that its date is all we have; 4 and up: pushed.
     *     An even place was that of the head when the push was accepted; an odd one is that of a push that was delivered
     *     late, just below the commit that it came before. The highest place is the last build's.
     * @param before where that push came from, null where unknown
     * @param pushedAt when the remote took that push, null where unknown
     * @param interruptions how many starts found this attempt running; one that found it waiting says nothing
     * @param unknownCommit whether the remote does not have this commit
     * @param follow whether the user's folder must still be moved to this commit (language {@code git})
     */
    public record History(
            long place,
            @Nullable CommitHash before,
            @Nullable Instant pushedAt,
            int interruptions,
            boolean unknownCommit,
            boolean follow) {
        public static final History NONE = new History(0, null, null, 0, false, false);

        private static final long NEVER_PUSHED = 1;

        /** Whether the tracked branch was pushed to this commit. */
        public boolean pushed() {
            return place > NEVER_PUSHED;
        }

        public History pushed(@Nullable CommitHash from, @Nullable Instant at, long newPlace) {
            return new History(newPlace, from, at, interruptions, unknownCommit, follow);
        }

        /** With a new place among the heads of the tracked branch. */
        public History placed(long newPlace) {
            return pushed(before, pushedAt, newPlace);
        }

        /** Of a commit that the tracked branch contains, pushed or not. */
        public History ofTrackedBranch() {
            return unknownCommit ? this : placed(Math.max(place, NEVER_PUSHED));
        }

        public History interrupted(int times) {
            return new History(place, before, pushedAt, times, unknownCommit, follow);
        }

        /** A commit that the remote does not have loses its place: it is never the last build. */
        public History unknownCommit(boolean unknown) {
            return new History(unknown ? 0 : place, before, pushedAt, interruptions, unknown, follow);
        }

        public History follow(boolean needed) {
            return new History(place, before, pushedAt, interruptions, unknownCommit, needed);
        }
    }

    /** A first attempt that waits. */
    public static Build queued(
            ProjectName project,
            CommitHash commit,
            long sequence,
            @Nullable String branch,
            Trigger trigger,
            Instant now) {
        return new Build(project, commit, sequence, branch, null, Attempt.queued(1, trigger, now), History.NONE);
    }

    /**
     * The next attempt, which waits. What is known of the commit stays; GitHub was told nothing of it yet: otherwise a
     * crash after {@code pending} was sent, but before that was noted, would leave the record of a second success
     * {@code reported} and GitHub {@code pending} for ever.
     */
    public Build queuedAgain(Trigger again, Instant now) {
        return with(Attempt.queued(attempt() + 1, again, now))
                .with(history.interrupted(0).unknownCommit(false));
    }

    /** The same attempt, back in the queue, because the daemon stopped while it ran. */
    public Build requeued(int interruptions) {
        return with(latest.requeued()).with(history.interrupted(interruptions));
    }

    public Build started(Instant now) {
        return with(latest.started(now));
    }

    /** With what git knows of the commit, and its branch where none was known. */
    public Build described(CommitInfo known, @Nullable String containingBranch) {
        String itsBranch = branch != null ? branch : containingBranch;
        return new Build(project, commit, sequence, itsBranch, known, latest, history);
    }

    /**
     * The end of an attempt.
     *
     * @param end a final state
     * @throws IllegalArgumentException if {@code end} is not final
     */
    public Build finished(BuildState end, Result result) {
        return with(latest.finished(end, result)).with(history.interrupted(0));
    }

    /** With one more file that the newest attempt made. */
    public Build withArtifact(Artifact made) {
        return with(latest.withArtifact(made));
    }

    /** With the last state that GitHub was told. */
    public Build reported(BuildState told) {
        return with(latest.reported(told));
    }

    /** With the branch that a push gave it. */
    public Build onBranch(String pushedBranch) {
        return new Build(project, commit, sequence, pushedBranch, info, latest, history);
    }

    /** Known to be in the history of the tracked branch. */
    public Build ofTrackedBranch() {
        return with(history.ofTrackedBranch());
    }

    public Build with(History changed) {
        return new Build(project, commit, sequence, branch, info, latest, changed);
    }

    private Build with(Attempt changed) {
        return new Build(project, commit, sequence, branch, info, changed, history);
    }

    /** The state of the newest attempt. */
    public BuildState state() {
        return latest.state();
    }

    /** The number of the newest attempt, counted from 1. */
    public int attempt() {
        return latest.number();
    }

    /** What asked for the newest attempt. */
    public Trigger trigger() {
        return latest.trigger();
    }

    public Instant queuedAt() {
        return latest.queuedAt();
    }

    public @Nullable Instant startedAt() {
        return latest.startedAt();
    }

    public @Nullable Instant finishedAt() {
        return latest.result().finishedAt();
    }

    /** See {@link Result#duration}. */
    public @Nullable Duration duration() {
        return latest.result().duration();
    }

    /** See {@link Result#reason}. */
    public @Nullable String reason() {
        return latest.result().reason();
    }

    /** See {@link Result#artifacts}. */
    public List<Artifact> artifacts() {
        return latest.result().artifacts();
    }

    /** See {@link Result#problems}. */
    public @Nullable ProblemCounts problems() {
        return latest.result().problems();
    }

    /** See {@link Attempt#reported}. */
    public @Nullable BuildState reported() {
        return latest.reported();
    }
}

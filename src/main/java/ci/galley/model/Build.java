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
 * @param attempt counted from 1
 * @param info what git knows of the commit, null until it is fetched
 * @param duration from start to finish, measured by a clock that does not jump
 * @param reason why it did not succeed, in one sentence
 * @param artifacts what a success made
 * @param problems what the logs hold, null until they were read
 * @param reported the last state of this attempt that GitHub was told
 * @param history what Galley needs to know of this build after a restart
 */
public record Build(
        ProjectName project,
        CommitHash commit,
        long sequence,
        @Nullable String branch,
        BuildState state,
        int attempt,
        Trigger trigger,
        @Nullable CommitInfo info,
        Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Duration duration,
        @Nullable String reason,
        List<Artifact> artifacts,
        @Nullable ProblemCounts problems,
        @Nullable BuildState reported,
        History history) {

    /**
     * What Galley needs to know of a build after a restart.
     *
     * @param pushed whether the tracked branch was pushed to this commit
     * @param before where that push came from, null where unknown
     * @param pushedAt when the remote took that push, null where unknown
     * @param interruptions how many starts in a row found this attempt running
     * @param unknownCommit whether the remote does not have this commit
     * @param follow whether the user's folder must still be moved to this commit (language {@code git})
     */
    public record History(
            boolean pushed,
            @Nullable CommitHash before,
            @Nullable Instant pushedAt,
            int interruptions,
            boolean unknownCommit,
            boolean follow) {
        public static final History NONE = new History(false, null, null, 0, false, false);

        public History pushed(@Nullable CommitHash from, @Nullable Instant at) {
            return new History(true, from, at, interruptions, unknownCommit, follow);
        }

        public History interrupted(int times) {
            return new History(pushed, before, pushedAt, times, unknownCommit, follow);
        }

        public History unknownCommit(boolean unknown) {
            return new History(pushed, before, pushedAt, interruptions, unknown, follow);
        }

        public History follow(boolean needed) {
            return new History(pushed, before, pushedAt, interruptions, unknownCommit, needed);
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
        return new Build(
                project,
                commit,
                sequence,
                branch,
                BuildState.QUEUED,
                1,
                trigger,
                null,
                now,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                History.NONE);
    }

    /**
     * The next attempt, which waits. What is known of the commit stays; GitHub was told nothing of it yet: otherwise a
     * crash after {@code pending} was sent, but before that was noted, would leave the record of a second success
     * {@code reported} and GitHub {@code pending} for ever.
     */
    public Build queuedAgain(Trigger again, Instant now) {
        return new Build(
                project,
                commit,
                sequence,
                branch,
                BuildState.QUEUED,
                attempt + 1,
                again,
                info,
                now,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                history.interrupted(0).unknownCommit(false));
    }

    /** The same attempt, back in the queue, because the daemon stopped while it ran. */
    public Build requeued(int interruptions) {
        return new Build(
                project,
                commit,
                sequence,
                branch,
                BuildState.QUEUED,
                attempt,
                trigger,
                info,
                queuedAt,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                reported,
                history.interrupted(interruptions));
    }

    public Build started(Instant now) {
        return new Build(
                project,
                commit,
                sequence,
                branch,
                BuildState.RUNNING,
                attempt,
                trigger,
                info,
                queuedAt,
                now,
                null,
                null,
                null,
                List.of(),
                null,
                reported,
                history);
    }

    /** With what git knows of the commit, and its branch where none was known. */
    public Build described(CommitInfo known, @Nullable String containingBranch) {
        return new Build(
                project,
                commit,
                sequence,
                branch != null ? branch : containingBranch,
                state,
                attempt,
                trigger,
                known,
                queuedAt,
                startedAt,
                finishedAt,
                duration,
                reason,
                artifacts,
                problems,
                reported,
                history);
    }

    /**
     * The end of an attempt.
     *
     * @param end a final state
     * @throws IllegalArgumentException if {@code end} is not final
     */
    public Build finished(
            BuildState end,
            @Nullable String why,
            List<Artifact> made,
            @Nullable ProblemCounts found,
            Instant now,
            Duration took) {
        if (!end.isFinal()) {
            throw new IllegalArgumentException("not a final state: " + end);
        }
        return new Build(
                project,
                commit,
                sequence,
                branch,
                end,
                attempt,
                trigger,
                info,
                queuedAt,
                startedAt,
                now,
                took,
                why,
                List.copyOf(made),
                found,
                reported,
                history.interrupted(0));
    }

    /** With the last state that GitHub was told. */
    public Build reported(BuildState told) {
        return new Build(
                project,
                commit,
                sequence,
                branch,
                state,
                attempt,
                trigger,
                info,
                queuedAt,
                startedAt,
                finishedAt,
                duration,
                reason,
                artifacts,
                problems,
                told,
                history);
    }

    /** With a branch and a place in the list that a later push gave it. */
    public Build moved(String pushedBranch, long newSequence) {
        return new Build(
                project,
                commit,
                newSequence,
                pushedBranch,
                state,
                attempt,
                trigger,
                info,
                queuedAt,
                startedAt,
                finishedAt,
                duration,
                reason,
                artifacts,
                problems,
                reported,
                history);
    }

    public Build with(History changed) {
        return new Build(
                project,
                commit,
                sequence,
                branch,
                state,
                attempt,
                trigger,
                info,
                queuedAt,
                startedAt,
                finishedAt,
                duration,
                reason,
                artifacts,
                problems,
                reported,
                changed);
    }
}

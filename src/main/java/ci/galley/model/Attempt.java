package ci.galley.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try at a build. What is not known yet is null.
 *
 * @param number counted from 1
 * @param result how it ended, {@link Result#NONE} until it has
 * @param reported the last state of this attempt that GitHub was told
 */
public record Attempt(
        int number,
        BuildState state,
        Trigger trigger,
        Instant queuedAt,
        @Nullable Instant startedAt,
        Result result,
        @Nullable BuildState reported) {

    static Attempt queued(int number, Trigger trigger, Instant now) {
        return new Attempt(number, BuildState.QUEUED, trigger, now, null, Result.NONE, null);
    }

    Attempt requeued() {
        return new Attempt(number, BuildState.QUEUED, trigger, queuedAt, null, Result.NONE, reported);
    }

    Attempt started(Instant now) {
        return new Attempt(number, BuildState.RUNNING, trigger, queuedAt, now, Result.NONE, reported);
    }

    Attempt finished(BuildState end, Result how) {
        if (!end.isFinal()) {
            throw new IllegalArgumentException("not a final state: " + end);
        }
        return new Attempt(number, end, trigger, queuedAt, startedAt, how, reported);
    }

    Attempt withArtifact(Artifact made) {
        return new Attempt(number, state, trigger, queuedAt, startedAt, result.withArtifact(made), reported);
    }

    Attempt reported(BuildState told) {
        return new Attempt(number, state, trigger, queuedAt, startedAt, result, told);
    }
}

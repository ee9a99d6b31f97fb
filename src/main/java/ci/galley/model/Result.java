package ci.galley.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended.
 *
 * @param finishedAt null while it has not
 * @param duration from start to finish, measured by a clock that does not jump; null where it never started
 * @param reason why it did not succeed, in one sentence, cut at 2,000 characters; null for a success
 * @param artifacts what a success made
 * @param problems what the logs hold, null where they were not read
 */
public record Result(
        @Nullable Instant finishedAt,
        @Nullable Duration duration,
        @Nullable String reason,
        List<Artifact> artifacts,
        @Nullable ProblemCounts problems) {
    /** Not ended yet. */
    public static final Result NONE = new Result(null, null, null, List.of(), null);

    private static final int MAX_REASON = 2_000;

    public Result {
        reason = reason == null ? null : Text.cut(reason, MAX_REASON);
        artifacts = List.copyOf(artifacts);
    }

    Result withArtifact(Artifact made) {
        List<Artifact> all = Stream.concat(artifacts.stream(), Stream.of(made)).toList();
        return new Result(finishedAt, duration, reason, all, problems);
    }
}

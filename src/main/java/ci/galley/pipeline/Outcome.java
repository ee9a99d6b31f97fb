package ci.galley.pipeline;

import ci.galley.model.BuildException;
import ci.galley.model.BuildState;
import ci.galley.model.Problem;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended, before it is published.
 *
 * @param reason null for a success
 * @param pdf null where none was made
 * @param pages of the PDF, null where unknown
 * @param work the private folder in which it was made, null where none was made
 * @param kept files to publish besides the PDF
 * @param problems null where no log was read
 */
record Outcome(
        BuildState state,
        @Nullable String reason,
        @Nullable Path pdf,
        @Nullable Integer pages,
        @Nullable Path work,
        List<Path> kept,
        @Nullable List<Problem> problems) {
    static Outcome of(BuildException ended) {
        return new Outcome(ended.state(), ended.reason(), null, null, null, List.of(), null);
    }

    static Outcome error(String reason) {
        return new Outcome(BuildState.ERROR, reason, null, null, null, List.of(), null);
    }

    /** The user's folder stands at the commit; there is nothing to publish. */
    static Outcome updated() {
        return new Outcome(BuildState.SUCCESS, null, null, null, null, List.of(), null);
    }
}

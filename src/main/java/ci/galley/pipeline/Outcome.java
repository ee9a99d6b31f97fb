package ci.galley.pipeline;

import ci.galley.model.Artifact;
import ci.galley.model.Build;
import ci.galley.model.BuildException;
import ci.galley.model.BuildState;
import ci.galley.model.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended, before it is published.
 *
 * @param reason null for a success
 * @param pdf null where none was made
 * @param pages of the PDF, null where unknown
 * @param task what was typeset, null where nothing was
 * @param kept files to publish besides the PDF
 * @param problems null where no log was read
 * @param same the build whose files it has, null where it has its own
 */
record Outcome(
        BuildState state,
        @Nullable String reason,
        @Nullable Path pdf,
        @Nullable Integer pages,
        @Nullable DocumentTask task,
        List<Path> kept,
        @Nullable List<Problem> problems,
        @Nullable Build same) {
    static Outcome of(BuildException ended) {
        return new Outcome(ended.state(), ended.reason(), null, null, null, List.of(), null, null);
    }

    static Outcome error(String reason) {
        return new Outcome(BuildState.ERROR, reason, null, null, null, List.of(), null, null);
    }

    /** What came of an earlier build came of this one, too, and is published. */
    static Outcome sameAs(Build earlier, DocumentTask task) {
        Integer pages = earlier.artifacts().stream()
                .map(Artifact::pages)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new Outcome(BuildState.SUCCESS, null, null, pages, task, List.of(), null, earlier);
    }

    /** The user's folder stands at the commit; there is nothing to publish. */
    static Outcome updated() {
        return new Outcome(BuildState.SUCCESS, null, null, null, null, List.of(), null, null);
    }
}

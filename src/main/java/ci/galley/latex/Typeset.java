package ci.galley.latex;

import ci.galley.model.Problem;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of typesetting.
 *
 * @param reason why there is no PDF, in one sentence with file and line; null where there is one
 * @param pdf a whole PDF that this run made, a plain file; null where there is none
 * @param pages of the PDF, null where unknown
 * @param kept TeX's own files that are worth keeping ({@code Document.aux}, {@code Document.log}), plain files
 * @param problems what the logs hold, errors first
 * @param worthCleanRetry whether kept files of an earlier build may be to blame
 */
public record Typeset(
        @Nullable String reason,
        @Nullable Path pdf,
        @Nullable Integer pages,
        List<Path> kept,
        List<Problem> problems,
        boolean worthCleanRetry) {
    public boolean ok() {
        return reason == null;
    }
}

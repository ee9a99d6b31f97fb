package ci.galley.latex;

import org.jspecify.annotations.Nullable;

/**
 * What looking once more at a document that has been typeset has shown.
 *
 * @param inputs what it depends on; null where that cannot be known, or is not asked for
 * @param isRight whether the PDF is the one that a run without any shortcut makes, as far as that was looked at
 */
public record Findings(@Nullable Inputs inputs, boolean isRight) {
    static final Findings NONE = new Findings(null, true);
}

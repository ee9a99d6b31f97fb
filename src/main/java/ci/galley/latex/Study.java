package ci.galley.latex;

import ci.galley.model.Engine;
import ci.galley.model.Shortcut;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** What is done after a document has been typeset, when there is time, so that the next builds take less. */
final class Study {
    private final Aside aside;
    private final Latexmk latexmk;

    Study(Aside aside, Latexmk latexmk) {
        this.aside = aside;
        this.latexmk = latexmk;
    }

    /** Does as much of it as the shortcuts ask for, and as is possible. */
    Findings of(Set<Shortcut> shortcuts, Instant committedAt) throws IOException, InterruptedException {
        Engine engine = latexmk.alone().orElse(null);
        if (engine == null || engine == Engine.LUALATEX) {
            return Findings.NONE; // Lua opens files in ways of its own
        }
        Inputs inputs = shortcuts.contains(Shortcut.REUSE)
                ? new InputFinder(aside, engine, latexmk.unrecorded(engine))
                        .find(committedAt)
                        .orElse(null)
                : null;
        PreambleFormat format = PreambleFormat.withPreamble(aside.document());
        // That the inputs are known shows that a run without the format makes the same.
        boolean isRight = inputs != null || !format.wasUsed() || isRight(engine, committedAt);
        if (!isRight) {
            format.drop();
        } else if (engine == Engine.PDFLATEX && shortcuts.contains(Shortcut.FORMAT)) {
            new FormatMaker(aside, latexmk.unrecorded(format)).make(committedAt);
        }
        return new Findings(inputs, isRight);
    }

    /** Whether an ordinary run makes the same; if it does not come to its end, nothing is shown. */
    private boolean isRight(Engine engine, Instant committedAt) throws IOException, InterruptedException {
        try (Rerun rerun = Rerun.of(
                aside,
                engine,
                latexmk.unrecorded(engine),
                committedAt,
                Map.of(),
                Map.of(),
                OutputStream.nullOutputStream())) {
            return !rerun.isDone() || rerun.isSameDocument();
        }
    }
}

package ci.galley.latex;

import ci.galley.model.Engine;
import ci.galley.model.Shortcut;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What is done after a document has been typeset, when there is time, so that the next builds take less. */
final class Study {
    private final Document document;
    private final Latexmk latexmk;
    private final Sandbox sandbox;
    private final Processes processes;
    private final Function<Instant, Map<String, String>> variables;

    Study(Document document, Latexmk latexmk, Sandbox sandbox, Processes processes, BuildEnvironment environment) {
        this.document = document;
        this.latexmk = latexmk;
        this.sandbox = sandbox;
        this.processes = processes;
        this.variables = date -> environment.variables(document.place(), date);
    }

    /** Does as much of it as the shortcuts ask for, and as is possible. */
    Findings of(Set<Shortcut> shortcuts, Instant committedAt, Deadline deadline)
            throws IOException, InterruptedException {
        Engine engine = latexmk.alone().orElse(null);
        if (engine == null || engine == Engine.LUALATEX) {
            return Findings.NONE; // Lua opens files in ways of its own
        }
        Inputs inputs = shortcuts.contains(Shortcut.REUSE)
                ? new InputFinder(document, engine, latexmk.unrecorded(engine), sandbox, processes, variables)
                        .find(committedAt, deadline)
                        .orElse(null)
                : null;
        PreambleFormat format = PreambleFormat.withPreamble(document);
        // That the inputs are known shows that a run without the format makes the same.
        boolean isRight = inputs != null || !format.wasUsed() || isRight(engine, committedAt, deadline);
        if (!isRight) {
            format.drop();
        } else if (engine == Engine.PDFLATEX && shortcuts.contains(Shortcut.FORMAT)) {
            new FormatMaker(document, latexmk.unrecorded(format), sandbox, processes, variables, deadline)
                    .make(committedAt);
        }
        return new Findings(inputs, isRight);
    }

    /** Whether an ordinary run makes the same; if it does not come to its end, nothing is shown. */
    private boolean isRight(Engine engine, Instant committedAt, Deadline deadline)
            throws IOException, InterruptedException {
        try (Rerun rerun = Rerun.of(
                document,
                engine,
                latexmk.unrecorded(engine).environment(variables.apply(committedAt)),
                Map.of(),
                sandbox,
                processes,
                OutputStream.nullOutputStream(),
                deadline)) {
            return !rerun.isDone() || rerun.isSameDocument();
        }
    }
}

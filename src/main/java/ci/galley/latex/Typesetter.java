package ci.galley.latex;

import ci.galley.model.BuildException;
import ci.galley.model.CiConfig;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import ci.galley.support.process.Transcript;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Runs latexmk on a document and reads what comes out. */
public final class Typesetter {
    private final Processes processes;
    private final Sandbox sandbox;
    private final List<Path> searchPath;

    /**
     * @param searchPath folders in front of {@code PATH} ({@code CI_PATH})
     */
    public Typesetter(Processes processes, Sandbox sandbox, List<Path> searchPath) {
        this.processes = processes;
        this.sandbox = sandbox;
        this.searchPath = List.copyOf(searchPath);
    }

    /**
     * Typesets a document in place.
     *
     * @param sources the private checkout
     * @param work Galley's private folder of the project, for what outlives a clean retry (font caches)
     * @param commitTime what {@code \today} is
     * @throws BuildException if it cannot be tried at all
     */
    public Typeset run(
            Path sources, Path work, CiConfig config, Instant commitTime, Transcript transcript, Deadline deadline)
            throws BuildException, InterruptedException {
        throw new UnsupportedOperationException("" + processes + sandbox + searchPath);
    }
}

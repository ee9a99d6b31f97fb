package ci.galley.latex;

import ci.galley.model.BuildException;
import ci.galley.model.CiConfig;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import ci.galley.support.process.Transcript;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Runs latexmk on a document and reads what comes out. Safe for use by several threads, one per project. */
public final class Typesetter {
    private final Processes processes;
    private final Sandbox sandbox;
    private final Map<String, String> ourEnvironment;

    public Typesetter(Processes processes, Sandbox sandbox) {
        this(processes, sandbox, System.getenv());
    }

    Typesetter(Processes processes, Sandbox sandbox, Map<String, String> ourEnvironment) {
        this.processes = processes;
        this.sandbox = sandbox;
        this.ourEnvironment = Map.copyOf(ourEnvironment);
    }

    /** Whether the checkout may have symbolic links. */
    public boolean allowsLinks() {
        return sandbox.allowsLinks();
    }

    /**
     * Typesets a document in place, as its author does at home. When this returns or throws, nothing that it started is
     * left.
     *
     * @param sources the private checkout
     * @param work Galley's private folder of the project, for what outlives a clean retry (font caches)
     * @param commitTime what {@code \today} is
     * @param deadline when it is stopped; that is a failure of the document, not an exception
     * @throws BuildException if it cannot be tried at all: no such document, no latexmk, no sandbox for what it needs
     * @throws InterruptedException if the calling thread is interrupted; the processes are killed
     */
    public Typeset run(
            Path sources, Path work, CiConfig config, Instant commitTime, Transcript transcript, Deadline deadline)
            throws BuildException, InterruptedException {
        if (sandbox.programs().find(Latexmk.PROGRAM).isEmpty()) {
            throw latexmkMissing();
        }
        try {
            Document document = Document.find(sources, work, config);
            Latexmk latexmk = Latexmk.of(document, config, sandbox, transcript);
            Map<String, String> variables =
                    new BuildEnvironment(sandbox, ourEnvironment).variables(document.place(), commitTime);
            LatexmkRun run = new LatexmkRun(processes, sandbox, document.place(), variables, transcript, deadline);
            return new Typesetting(document, latexmk, run, config.shortcuts(), transcript)
                    .run(TimeLimit.of(config, deadline));
        } catch (IOException e) {
            throw BuildException.error("The files of the build cannot be read or written: " + cause(e)
                    + "; look at the server's disk and at who owns PROJECTS_DIR");
        }
    }

    /**
     * Finds out what the document depends on that the last {@link #run} has typeset well, and makes a format of its preamble;
     * takes about as long as one run of the engine, or a few. The checkout and what is in it stay as they are.
     *
     * @param committedAt that run's
     * @throws InterruptedException if the calling thread is interrupted; the processes are killed
     */
    public Findings study(Path sources, Path work, CiConfig config, Instant committedAt, Deadline deadline)
            throws InterruptedException {
        if (sandbox.kind() != Sandbox.Kind.BWRAP) {
            return Findings.NONE;
        }
        try {
            Document document = Document.find(sources, work, config);
            Latexmk latexmk = Latexmk.of(document, config, sandbox, Transcript.NONE);
            BuildEnvironment environment = new BuildEnvironment(sandbox, ourEnvironment);
            return new Study(new Aside(document, sandbox, processes, environment, deadline), latexmk)
                    .of(config.shortcuts(), committedAt);
        } catch (BuildException | IOException e) {
            return Findings.NONE;
        }
    }

    /**
     * Whether a document would become the same PDF here that it became once.
     *
     * @param inputs of that time, which no commit since has changed
     * @param committedAt of the commit that is to be typeset
     */
    public boolean wouldMakeTheSame(Inputs inputs, Instant committedAt) {
        return sandbox.kind() == Sandbox.Kind.BWRAP
                && inputs.programs().equals(sandbox.programs().variable())
                && inputs.hold(committedAt);
    }

    /**
     * Makes a picture of the first page of a PDF that a run made.
     *
     * @param pdf in the private checkout, or {@code work}
     * @param work Galley's private folder of the project, where the picture is, until the next one is made
     * @return a PNG, a plain file; nothing where none can be made, which is no reason for a build to fail
     * @throws InterruptedException if the calling thread is interrupted; the processes are killed
     */
    public Optional<Path> firstPage(Path pdf, Path work) throws InterruptedException {
        try {
            Path folder = Objects.requireNonNull(pdf.getParent()).toRealPath();
            Workplace place = new Workplace(folder, folder, work.toRealPath());
            Map<String, String> variables =
                    new BuildEnvironment(sandbox, ourEnvironment).variables(place, Instant.EPOCH);
            return new FirstPage(processes, sandbox, variables).make(folder.resolve(pdf.getFileName()), place);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static BuildException latexmkMissing() {
        return BuildException.error("latexmk is not installed: apt install latexmk texlive-latex-recommended");
    }

    /** Why, without the path of the file, which is the machine's own business. */
    private static String cause(IOException e) {
        if (e instanceof FileSystemException failed && failed.getReason() != null) {
            return failed.getReason();
        }
        return e.getClass().getSimpleName().replace("Exception", "");
    }
}

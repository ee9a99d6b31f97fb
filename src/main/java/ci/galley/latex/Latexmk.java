package ci.galley.latex;

import ci.galley.model.BuildException;
import ci.galley.model.CiConfig;
import ci.galley.model.Engine;
import ci.galley.support.process.Command;
import ci.galley.support.process.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How latexmk is called for a document. */
final class Latexmk {
    static final String PROGRAM = "latexmk";

    private static final String RECORDER = "-recorder";
    private static final String CONFIGURATION = "latexmkrc";

    private final Document document;
    private final Sandbox sandbox;
    private final @Nullable Engine engine;
    private final boolean configured;
    private final boolean shellEscape;

    private Latexmk(
            Document document, Sandbox sandbox, @Nullable Engine engine, boolean configured, boolean shellEscape) {
        this.document = document;
        this.sandbox = sandbox;
        this.engine = engine;
        this.configured = configured;
        this.shellEscape = shellEscape;
    }

    /**
     * Decides, and says in the transcript what is asked for but not done.
     *
     * @throws BuildException if what the document needs is not to be had without a sandbox
     */
    static Latexmk of(Document document, CiConfig config, Sandbox sandbox, Transcript transcript)
            throws BuildException, IOException {
        Engine engine = EngineFinder.find(document, config, transcript);
        boolean configured = hasConfiguration(document);
        if (sandbox.trustsRepository()) {
            return new Latexmk(document, sandbox, engine, configured, config.shellEscape());
        }
        if (engine == Engine.LUALATEX) {
            throw BuildException.error(
                    "LuaLaTeX can read and write every file of this server, so it runs in a sandbox only: install "
                            + "bubblewrap there (apt install bubblewrap), or use pdflatex or xelatex");
        }
        HostileNames.refuse(document.place().sources());
        if (configured) {
            transcript.say("The repository's latexmkrc is ignored: it is read in a sandbox only (install bubblewrap)");
        }
        if (config.shellEscape()) {
            transcript.say("\"shellEscape\" is ignored: it works in a sandbox only (install bubblewrap)");
        }
        return new Latexmk(document, sandbox, engine, false, false);
    }

    /** Whether a latexmkrc of the repository counts, which may put files elsewhere. */
    boolean configured() {
        return configured;
    }

    /**
     * The engine that latexmk would run; nothing where that is not all that can be said of it: a latexmkrc, which is the
     * user's own where there is no sandbox, may have it run anything, and what programs that TeX runs do is written down
     * nowhere.
     */
    Optional<Engine> alone() {
        return !configured && !shellEscape && sandbox.kind() != Sandbox.Kind.OFF
                ? Optional.of(engine == null ? Engine.PDFLATEX : engine)
                : Optional.empty();
    }

    /** The preamble's format, for a document that has one. */
    Optional<PreambleFormat> format(Engine alone) throws IOException {
        return alone == Engine.PDFLATEX && sandbox.kind() == Sandbox.Kind.BWRAP
                ? PreambleFormat.of(document, sandbox)
                : Optional.empty();
    }

    /** The engine's command line, as latexmk writes it. */
    Command engineCommand(Engine alone) {
        return engineCommand(alone, List.of(), List.of(RECORDER));
    }

    /** The same with the preamble's format. */
    Command engineCommand(PreambleFormat format) {
        return engineCommand(Engine.PDFLATEX, format.options(), List.of(RECORDER));
    }

    /** The same as {@link #engineCommand(Engine)}, without a note of what the engine opens. */
    Command unrecorded(Engine alone) {
        return engineCommand(alone, List.of(), List.of());
    }

    /** The same as {@link #engineCommand(PreambleFormat)}, without a note of what the engine opens. */
    Command unrecorded(PreambleFormat format) {
        return engineCommand(Engine.PDFLATEX, format.options(), List.of());
    }

    private Command engineCommand(Engine alone, List<String> format, List<String> recorder) {
        List<String> arguments = new ArrayList<>(List.of(alone.program()));
        arguments.addAll(format);
        if (alone == Engine.XELATEX) {
            arguments.add("-no-pdf");
        }
        arguments.addAll(List.of("-interaction=nonstopmode", "-file-line-error"));
        if (sandbox.kind() == Sandbox.Kind.RESTRICTED) {
            arguments.add("-no-shell-escape");
        }
        arguments.addAll(recorder);
        arguments.add(document.argument());
        return Command.of(arguments);
    }

    /** What makes a PDF of what the engine made; nothing where that is one. */
    Optional<Command> driverCommand(Engine alone) {
        String job = document.jobName();
        return alone == Engine.XELATEX
                ? Optional.of(Command.of("xdvipdfmx", "-E", "-o", job + ".pdf", job + ".xdv"))
                : Optional.empty();
    }

    /**
     * The command line, as its author would type it.
     *
     * @param everything whether all is made again, whatever latexmk believes of what is there
     */
    Command command(boolean everything) {
        List<String> arguments = new ArrayList<>(List.of(PROGRAM));
        arguments.addAll(engineOptions());
        arguments.addAll(List.of("-interaction=nonstopmode", "-file-line-error"));
        switch (sandbox.kind()) {
            case RESTRICTED -> arguments.addAll(List.of("-norc", "-no-shell-escape"));
            case BWRAP -> arguments.addAll(configured ? noPreview() : List.of());
            case OFF -> arguments.addAll(noPreview()); // the user's own latexmkrc is read, too
        }
        if (shellEscape) {
            arguments.add("-shell-escape");
        }
        if (everything) {
            arguments.add("-g");
        }
        arguments.add(document.argument());
        return Command.of(arguments);
    }

    private List<String> engineOptions() {
        if (engine == null) {
            // Runs after a latexmkrc was read: one that does not choose would get a DVI file.
            return configured ? List.of("-e", "$pdf_mode ||= 1") : List.of("-pdf");
        }
        return switch (engine) {
            case PDFLATEX -> List.of("-pdf");
            case XELATEX -> List.of("-pdfxe");
            case LUALATEX -> List.of("-pdflua");
        };
    }

    /** A latexmkrc may ask for continuous preview, which never ends. */
    private static List<String> noPreview() {
        return List.of("-pv-", "-pvc-");
    }

    private static boolean hasConfiguration(Document document) {
        return Stream.of("." + CONFIGURATION, CONFIGURATION)
                .anyMatch(name -> Files.isRegularFile(document.place().folder().resolve(name)));
    }
}

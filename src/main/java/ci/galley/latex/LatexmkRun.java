package ci.galley.latex;

import ci.galley.model.BuildException;
import ci.galley.support.process.Command;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import ci.galley.support.process.ProgramMissingException;
import ci.galley.support.process.Transcript;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Runs latexmk in the sandbox. */
final class LatexmkRun {
    private final Processes processes;
    private final Sandbox sandbox;
    private final Workplace place;
    private final Map<String, String> variables;
    private final Transcript transcript;
    private final Deadline deadline;

    /**
     * @param variables the environment of latexmk, all of it
     */
    LatexmkRun(
            Processes processes,
            Sandbox sandbox,
            Workplace place,
            Map<String, String> variables,
            Transcript transcript,
            Deadline deadline) {
        this.processes = processes;
        this.sandbox = sandbox;
        this.place = place;
        this.variables = Map.copyOf(variables);
        this.transcript = transcript;
        this.deadline = deadline;
    }

    /**
     * How it ended.
     *
     * @param tail the end of what it wrote
     */
    record Ending(Processes.Exit exit, String tail) {
        boolean ok() {
            return exit.ok();
        }
    }

    /** The path by which the build knows its sources. */
    Path seenAs() {
        return sandbox.seenAs(place);
    }

    /** A picture of the first page of a PDF that the run made. */
    Optional<Path> firstPage(Path pdf) throws InterruptedException {
        return new FirstPage(processes, sandbox, variables).make(pdf, place, deadline);
    }

    /** The size to which one file may grow. */
    long mostFileBytes() {
        return sandbox.limits().fileBytes();
    }

    /** Shows the command as its author would type it, and runs it. */
    Ending run(Command latexmk) throws BuildException, InterruptedException {
        transcript.command(latexmk.shown());
        Tail tail = new Tail(transcript.output());
        try {
            Processes.Exit exit = sandbox.run(processes, latexmk.environment(variables), place, tail, deadline);
            return new Ending(exit, tail.text());
        } catch (ProgramMissingException e) {
            throw missing(e);
        }
    }

    private static BuildException missing(ProgramMissingException e) {
        String program = e.program();
        return program.endsWith(Latexmk.PROGRAM)
                ? Typesetter.latexmkMissing()
                : BuildException.error(program.substring(program.lastIndexOf('/') + 1)
                        + " is not there any more; install it again and restart Galley");
    }
}

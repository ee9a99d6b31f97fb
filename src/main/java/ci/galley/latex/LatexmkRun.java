package ci.galley.latex;

import ci.galley.model.BuildException;
import ci.galley.support.process.Command;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import ci.galley.support.process.ProgramMissingException;
import ci.galley.support.process.Transcript;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs latexmk in the sandbox. */
final class LatexmkRun {
    /** TeX keeps what it writes to a pipe until there are 4 KiB of it; see stdbuf(1) of coreutils. */
    private static final List<String> IN_LINES = List.of("stdbuf", "--output=L");

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

    /** The size to which one file may grow. */
    long mostFileBytes() {
        return sandbox.limits().fileBytes();
    }

    /** Shows the command as its author would type it, and runs it such that each line is seen when it is written. */
    Ending run(Command command) throws BuildException, InterruptedException {
        return run(command, Map.of());
    }

    /** The same with more variables in its environment. */
    Ending run(Command command, Map<String, String> more) throws BuildException, InterruptedException {
        Map<String, String> environment = new HashMap<>(variables);
        environment.putAll(more);
        transcript.command(command.shown());
        Tail tail = new Tail(transcript.output());
        try {
            Command inLines =
                    sandbox.programs().find(IN_LINES.get(0)).isPresent() ? command.prefixed(IN_LINES) : command;
            Processes.Exit exit = sandbox.run(processes, inLines.environment(environment), place, tail, deadline);
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

package ci.galley.latex;

import ci.galley.support.process.Command;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import ci.galley.support.process.ProgramMissingException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * Runs programs for a document that has been typeset, behind all else on the machine. They can read the checkout, and change
 * nothing in it.
 *
 * @param deadline when they are ended
 */
record Aside(Document document, Sandbox sandbox, Processes processes, BuildEnvironment environment, Deadline deadline) {
    /**
     * Runs one.
     *
     * @param asOf what {@code \today} is
     * @param more variables of its environment
     * @param writable files and folders of ours that it can write, by their path inside
     */
    Processes.Exit run(
            Command command, Instant asOf, Map<String, String> more, Map<Path, Path> writable, OutputStream output)
            throws ProgramMissingException, InterruptedException {
        Map<String, String> variables = environment.variables(document.place(), asOf);
        variables.putAll(more);
        return sandbox.runAside(
                processes, command.environment(variables), document.place(), writable, output, deadline);
    }
}

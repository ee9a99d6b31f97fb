package ci.galley.git;

import ci.galley.model.BuildException;
import ci.galley.support.process.Command;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import ci.galley.support.process.ProgramMissingException;
import ci.galley.support.process.Transcript;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs git in the user's clone of a project. */
final class Git {
    private final Path folder;
    private final Processes processes;
    private final GitEnvironment environment;
    private final GitLimits limits;
    private final String program;

    Git(Path folder, Processes processes, GitEnvironment environment, GitLimits limits) {
        this(folder, processes, environment, limits, "git");
    }

    /**
     * @param program the name of git, looked for in our own PATH
     */
    Git(Path folder, Processes processes, GitEnvironment environment, GitLimits limits, String program) {
        this.program = program;
        this.folder = folder;
        this.processes = processes;
        this.environment = environment;
        this.limits = limits;
    }

    /**
     * What git said.
     *
     * @param output its standard output; with its errors where it was streamed
     * @param error its standard error
     */
    record Answer(boolean ok, boolean timedOut, String output, String error) {
        /** Errors and, where they were not kept apart, all the rest. */
        String complaint() {
            return error.isEmpty() ? output : error;
        }
    }

    Path folder() {
        return folder;
    }

    /** The folder's name, for messages. */
    String name() {
        return String.valueOf(folder.getFileName());
    }

    GitLimits limits() {
        return limits;
    }

    GitEnvironment environment() {
        return environment;
    }

    /** Asks for something that the disk knows. */
    Answer ask(String... arguments) throws BuildException, InterruptedException {
        return capture(environment.ofReader(folder), Deadline.in(limits.local()), arguments);
    }

    /** Asks the remote for something, without a transcript. */
    Answer askRemote(boolean userHasSsh, Deadline deadline, String... arguments)
            throws BuildException, InterruptedException {
        return capture(forNetwork(userHasSsh), deadline.orIn(limits.network()), arguments);
    }

    /** Begins to stream what git knows into {@code output}, which ends git by throwing. */
    Processes.Running begin(OutputStream output, String... arguments) throws BuildException, InterruptedException {
        try {
            return processes.start(command(environment.ofReader(folder), arguments), output);
        } catch (ProgramMissingException e) {
            throw missing();
        }
    }

    /** Changes something in the folder, in the transcript. */
    Answer run(Transcript transcript, Deadline deadline, String... arguments)
            throws BuildException, InterruptedException {
        return shown(transcript, deadline, environment.ofUser(folder), arguments);
    }

    /** Talks to the remote, in the transcript. */
    Answer runWithRemote(boolean userHasSsh, Transcript transcript, Deadline deadline, String... arguments)
            throws BuildException, InterruptedException {
        return shown(transcript, deadline.orIn(limits.network()), forNetwork(userHasSsh), arguments);
    }

    private Map<String, String> forNetwork(boolean userHasSsh) {
        Map<String, String> variables = environment.ofUser(folder);
        if (!userHasSsh) {
            environment.addSsh(variables);
        }
        return variables;
    }

    private Answer capture(Map<String, String> variables, Deadline deadline, String... arguments)
            throws BuildException, InterruptedException {
        try {
            Processes.Captured captured = processes.capture(command(variables, arguments), deadline);
            return new Answer(captured.ok(), captured.exit().timedOut(), captured.output(), captured.error());
        } catch (ProgramMissingException e) {
            throw missing();
        }
    }

    private Answer shown(Transcript transcript, Deadline deadline, Map<String, String> variables, String... arguments)
            throws BuildException, InterruptedException {
        Command command = command(variables, arguments);
        transcript.command(command.shown());
        ShownOutput output = new ShownOutput(transcript.output(), folder);
        try {
            Processes.Exit exit = processes.run(command.prefixed(memoryLimit()), output, deadline);
            output.finish();
            return new Answer(exit.ok(), exit.timedOut(), output.text(), "");
        } catch (ProgramMissingException e) {
            throw missing();
        }
    }

    /**
     * A commit of a few kilobytes can name more files than any memory holds, and a pull takes it into the user's folder. Packs
     * are mapped and do not count.
     *
     * @see <a href="https://kate.io/blog/git-bomb/">Exploding Git repositories</a>
     */
    private List<String> memoryLimit() {
        return environment
                .searchPath()
                .find("prlimit")
                .map(prlimit -> List.of(prlimit.toString(), "--data=" + limits.memory(), "--"))
                .orElse(List.of());
    }

    private Command command(Map<String, String> variables, String... arguments) {
        List<String> all = new ArrayList<>();
        all.add(program);
        all.addAll(List.of(arguments));
        return Command.of(all).in(folder).environment(variables);
    }

    /** A program cannot start in a folder that is gone, either. */
    private BuildException missing() {
        return BuildException.error(
                Files.isDirectory(folder)
                        ? "git is not installed or cannot be executed: run apt install git"
                        : name() + " is gone: clone it again");
    }
}

package ci.galley.git;

import ci.galley.model.BuildException;
import ci.galley.support.io.AtomicFiles;
import ci.galley.support.process.Command;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import ci.galley.support.process.ProgramMissingException;
import ci.galley.support.process.Transcript;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A git folder of ours beside the checkout. It has an index and nothing else: the objects are the clone's, which it only
 * reads. Of the user's configuration and of what a repository brings along, nothing applies: no hook, no filter, no monitor.
 */
final class PrivateRepository {
    private static final String LFS_FILTER = "lfs.sh";

    private final Path gitDir;
    private final Path sources;
    private final Git git;
    private final Processes processes;

    PrivateRepository(Path gitDir, Path sources, Git git, Processes processes) {
        this.gitDir = gitDir;
        this.sources = sources;
        this.git = git;
        this.processes = processes;
    }

    Path index() {
        return gitDir.resolve("index");
    }

    /** Where {@code lfs.sh} writes which objects it did not find, one a line. */
    Path missingLargeFiles() {
        return gitDir.resolve("lfs-missing");
    }

    /** Makes all of it but the index what it has to be, whatever is there, such as what is half-written. */
    void prepare(boolean links, boolean sha256) throws IOException {
        Files.createDirectories(gitDir.resolve("refs"));
        Files.deleteIfExists(gitDir.resolve("index.lock"));
        write("HEAD", "ref: refs/heads/none\n".getBytes(StandardCharsets.UTF_8));
        write("config", config(links, sha256).getBytes(StandardCharsets.UTF_8));
        write(LFS_FILTER, Filter.SCRIPT);
    }

    /** Read when it is first needed: to look into the jar takes as long as all the rest here. */
    private static final class Filter {
        static final byte[] SCRIPT = read();

        private static byte[] read() {
            try (InputStream in = PrivateRepository.class.getResourceAsStream(LFS_FILTER)) {
                return Objects.requireNonNull(in, LFS_FILTER + " is not in the jar")
                        .readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Makes the index and the files those of a commit. */
    Git.Answer readTree(String commit, GitFolder clone, Path largeFiles, Transcript transcript, Deadline deadline)
            throws BuildException, InterruptedException {
        return run(clone, largeFiles, transcript, deadline, "read-tree", "--reset", "-u", commit);
    }

    /** Takes note of the files' times. */
    void refresh(GitFolder clone, Deadline deadline) throws BuildException, InterruptedException {
        run(clone, Path.of(""), Transcript.NONE, deadline, "update-index", "-q", "--refresh");
    }

    private Git.Answer run(
            GitFolder clone, Path largeFiles, Transcript transcript, Deadline deadline, String... arguments)
            throws BuildException, InterruptedException {
        Map<String, String> variables = new HashMap<>(
                git.environment().hardened(gitDir, sources, clone.objects().toAbsolutePath()));
        variables.put("GALLEY_LFS_FILTER", gitDir.resolve(LFS_FILTER).toString());
        variables.put("GALLEY_LFS_OBJECTS", largeFiles.toString());
        variables.put("GALLEY_LFS_MISSING", missingLargeFiles().toString());
        List<String> all = new ArrayList<>(List.of("git"));
        all.addAll(List.of(arguments));
        Command command = Command.of(all).in(sources).environment(variables);
        transcript.command(command.shown());
        ShownOutput output = new ShownOutput(transcript.output(), git.folder());
        try {
            Processes.Exit exit = processes.run(command, output, deadline);
            output.finish();
            return new Git.Answer(exit.ok(), exit.timedOut(), output.text(), "");
        } catch (ProgramMissingException e) {
            throw BuildException.error("git is not installed or cannot be executed: run apt install git");
        }
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = gitDir.resolve(name);
        boolean isThere = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == content.length
                && Arrays.equals(Files.readAllBytes(file), content);
        if (!isThere) {
            AtomicFiles.write(file, content);
        }
    }

    private static String config(boolean links, boolean sha256) {
        return """
                [core]
                \trepositoryformatversion = %d
                \tbare = false
                \tfilemode = true
                \tsymlinks = %s
                \tautocrlf = false
                \tquotepath = false
                \thooksPath = /dev/null
                \tattributesFile = /dev/null
                \texcludesFile = /dev/null
                \tfsmonitor = false
                \tuntrackedCache = false
                [protocol]
                \tallow = never
                [submodule]
                \trecurse = false
                [filter "lfs"]
                \tsmudge = sh \\"$GALLEY_LFS_FILTER\\" smudge
                \tclean = sh \\"$GALLEY_LFS_FILTER\\" clean
                \trequired = false
                %s""".formatted(sha256 ? 1 : 0, links, sha256 ? "[extensions]\n\tobjectFormat = sha256\n" : "");
    }
}

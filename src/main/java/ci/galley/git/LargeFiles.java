package ci.galley.git;

import ci.galley.model.BuildException;
import ci.galley.model.CommitHash;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Large files (git-lfs): fetched into the user's clone, with the user's configuration, and copied from there. A checkout
 * only ever sees the copies: what a build does to them does not reach the clone.
 */
final class LargeFiles {
    private static final String OBJECTS = "LocalMediaDir=";
    private static final int HASH_LENGTH = 64;

    private final Clone clone;
    private final Transcript transcript;
    private final Deadline deadline;

    LargeFiles(Clone clone, Transcript transcript, Deadline deadline) {
        this.clone = clone;
        this.transcript = transcript;
        this.deadline = deadline;
    }

    /**
     * Fetches the large files of a commit, if it has some.
     *
     * @return where the clone keeps them; the empty path where there are none
     */
    Path fetch(CommitHash commit, CommitTree tree) throws BuildException, InterruptedException {
        Git git = clone.git();
        if (!tree.attributes() || !areUsed(commit)) {
            return Path.of("");
        }
        Git.Answer environment = git.ask("lfs", "env");
        if (!environment.ok()) {
            transcript.say(
                    "This commit has large files, but git-lfs is not installed (apt install git-lfs): they are left"
                            + " as pointers.");
            return Path.of("");
        }
        Facts facts = clone.facts();
        if (facts.remote() != null) {
            Git.Answer fetch = git.runWithRemote(
                    facts.userHasSsh(), transcript, deadline, "lfs", "fetch", facts.remote(), commit.value());
            if (!fetch.ok()) {
                transcript.say("Not all large files could be fetched: going on with those that are here.");
            }
        }
        return environment
                .output()
                .lines()
                .filter(line -> line.startsWith(OBJECTS))
                .map(line -> Path.of(line.substring(OBJECTS.length())))
                .findFirst()
                .orElse(clone.gitFolder().commonDir().resolve("lfs/objects"));
    }

    /** Whether a large file is here by now that a checkout had to do without. */
    static boolean haveArrived(Path missing, Path objects) throws IOException {
        for (String hash : hashes(missing)) {
            Path object = objects.resolve(hash.substring(0, 2))
                    .resolve(hash.substring(2, 4))
                    .resolve(hash);
            if (!objects.toString().isEmpty() && Files.isRegularFile(object)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a checkout has to do without some. */
    static boolean areMissing(Path missing) throws IOException {
        return !hashes(missing).isEmpty();
    }

    /** Says which large files a checkout has to do without. */
    void sayWhatIsMissing(Path missing) throws IOException {
        int count = hashes(missing).size();
        if (count > 0) {
            transcript.say("%d large files (git-lfs) are missing: in their place are pointers, which TeX cannot read."
                    .formatted(count));
        }
    }

    private boolean areUsed(CommitHash commit) throws BuildException, InterruptedException {
        return clone.git()
                .ask(
                        "grep",
                        "-q",
                        "--no-color",
                        "-e",
                        "filter=lfs",
                        commit.value(),
                        "--",
                        ":(glob,top)**/.gitattributes")
                .ok();
    }

    private static List<String> hashes(Path missing) throws IOException {
        if (!Files.isRegularFile(missing)) {
            return List.of();
        }
        return Files.readAllLines(missing).stream()
                .filter(line -> line.length() == HASH_LENGTH)
                .distinct()
                .toList();
    }
}

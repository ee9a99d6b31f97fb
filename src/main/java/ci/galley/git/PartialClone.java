package ci.galley.git;

import ci.galley.model.BuildException;
import ci.galley.model.CommitHash;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Transcript;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A clone without its files ({@code git clone --filter}): git would fetch each one when it is first read, one by one, and
 * only in the clone itself. This fetches at once what a commit lacks.
 */
final class PartialClone {
    private static final int MOST_HASHES_OF_A_COMMAND = 1000;
    private static final int MOST_ROUNDS = 50;

    private final Git git;
    private final boolean userHasSsh;
    private final Transcript transcript;
    private final Deadline deadline;

    PartialClone(Git git, boolean userHasSsh, Transcript transcript, Deadline deadline) {
        this.git = git;
        this.userHasSsh = userHasSsh;
        this.transcript = transcript;
        this.deadline = deadline;
    }

    /** Fetches the files of a commit, where the clone is a partial one; folders first, where they are missing, too. */
    void complete(String remote, CommitHash commit) throws BuildException, InterruptedException {
        if (!is(git)) {
            return;
        }
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<String> missing = missing(commit);
            if (missing.isEmpty()) {
                return;
            }
            transcript.say(
                    "%s is a partial clone: fetching %d objects of the commit.".formatted(git.name(), missing.size()));
            for (int start = 0; start < missing.size(); start += MOST_HASHES_OF_A_COMMAND) {
                fetch(remote, missing.subList(start, Math.min(start + MOST_HASHES_OF_A_COMMAND, missing.size())));
            }
        }
    }

    /** Whether a clone is a partial one. */
    static boolean is(Git git) {
        Path packs = GitFolder.of(git.folder())
                .map(folder -> folder.objects().resolve("pack"))
                .orElse(git.folder());
        try (DirectoryStream<Path> promised = Files.newDirectoryStream(packs, "*.promisor")) {
            return promised.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    private List<String> missing(CommitHash commit) throws BuildException, InterruptedException {
        return git.ask("rev-list", "--objects", "--missing=print", commit + "^{tree}")
                .output()
                .lines()
                .filter(line -> line.startsWith("?"))
                .map(line -> line.substring(1))
                .toList();
    }

    private void fetch(String remote, List<String> hashes) throws BuildException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "-c",
                "fetch.negotiationAlgorithm=noop",
                "fetch",
                "--no-tags",
                "--no-write-fetch-head",
                "--filter=blob:none",
                remote));
        arguments.addAll(hashes);
        // Not in the transcript: a thousand hashes tell nobody anything
        Git.Answer answer = git.askRemote(userHasSsh, deadline, arguments.toArray(String[]::new));
        if (!answer.ok()) {
            throw BuildException.error(
                    answer.timedOut()
                            ? Trouble.silent(git.name(), git.limits().network())
                            : Trouble.ofRemote(answer.complaint(), git.name()));
        }
    }
}

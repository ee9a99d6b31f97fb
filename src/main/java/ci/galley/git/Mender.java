package ci.galley.git;

import ci.galley.model.BuildException;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Mends what a power cut or a killed git left in the user's clone: locks that nobody holds, and files of which only the name
 * got to the disk. Says in the transcript what it does; loses nothing that the user has; in doubt it ends the build with the
 * command that mends the rest. See git's own list of lock files in gitrepository-layout(5).
 */
final class Mender {
    private final Git git;
    private final GitFolder folder;
    private final Transcript transcript;
    private final Deadline deadline;

    Mender(Git git, GitFolder folder, Transcript transcript, Deadline deadline) {
        this.git = git;
        this.folder = folder;
        this.transcript = transcript;
        this.deadline = deadline;
    }

    /**
     * @throws BuildException if something is broken that only a person can mend; names the command
     */
    void mend() throws BuildException, InterruptedException {
        try {
            new StaleLocks(git, folder, transcript).remove();
            refuseEmptyConfiguration();
            HalfWrittenRefs refs = new HalfWrittenRefs(git, folder, transcript);
            refs.mendHead();
            refs.mendBranches();
            mendIndex();
        } catch (IOException e) {
            throw BuildException.error(
                    "The git folder of %s cannot be mended (%s): give it to the user that runs Galley"
                            .formatted(git.name(), e.getClass().getSimpleName()));
        }
    }

    /** Nothing else knows where the remote is. */
    private void refuseEmptyConfiguration() throws IOException, BuildException {
        if (HalfWritten.is(folder.commonDir().resolve("config"))) {
            throw BuildException.error(emptyConfiguration(git.name()));
        }
    }

    static String emptyConfiguration(String project) {
        return "%s/.git/config is empty after a power cut: run git -C %s remote add origin <address>, git -C %s fetch and git -C %s branch -u origin/<branch>"
                .formatted(project, project, project, project);
    }

    /** The index only repeats the head commit and the files: it is made anew, and no file is touched. */
    private void mendIndex() throws IOException, BuildException, InterruptedException {
        Path index = folder.gitDir().resolve("index");
        if (!HalfWritten.is(index)) {
            return;
        }
        transcript.say(
                git.name() + "/.git/index is empty after a power cut: making it anew, your files stay as they are.");
        Files.delete(index);
        if (git.ask("rev-parse", "-q", "--verify", "HEAD^{commit}").ok()) {
            git.run(transcript, deadline, "reset", "--mixed", "--quiet");
        }
    }

    /**
     * Removes object files of which only the name got to the disk, so that they can be fetched again.
     *
     * @return how many there were
     */
    int removeEmptyObjects() throws BuildException {
        try {
            int removed = HalfWritten.deleteAllIn(folder.objects());
            if (removed > 0) {
                transcript.say("A power cut left %d empty files among the objects of %s: removed, to be fetched again."
                        .formatted(removed, git.name()));
            }
            return removed;
        } catch (IOException e) {
            throw BuildException.error("The objects of %s cannot be mended (%s): run git fsck in %s"
                    .formatted(git.name(), e.getClass().getSimpleName(), git.name()));
        }
    }
}

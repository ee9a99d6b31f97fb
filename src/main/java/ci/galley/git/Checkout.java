package ci.galley.git;

import ci.galley.model.BuildException;
import ci.galley.model.CommitHash;
import ci.galley.support.io.Trees;
import ci.galley.support.process.Command;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import ci.galley.support.process.ProgramMissingException;
import ci.galley.support.process.Transcript;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;

/**
 * A private checkout: the files of one commit in a folder without {@code .git}, at a path that does not change. Built in
 * place, so what a build leaves beside the sources is still there for the next. The build is not trusted: whatever it left,
 * restoring writes and deletes below that folder alone. For one thread at a time.
 */
public final class Checkout {
    private static final Duration REMOVAL_LIMIT = Duration.ofMinutes(2);

    private final Clone clone;
    private final Path work;
    private final Path repositoryFolder;
    private final Processes processes;
    private final PrivateRepository repository;

    /** Files have other times than git has noted. */
    private boolean redated;

    Checkout(Clone clone, Path work, Processes processes) {
        this.clone = clone;
        this.work = work;
        this.processes = processes;
        this.repositoryFolder = work.resolve("git");
        this.repository = new PrivateRepository(repositoryFolder, folder(), clone.git(), processes);
    }

    /** Where the files are. */
    public Path folder() {
        return work.resolve("src");
    }

    /**
     * Makes every tracked file that of {@code commit}, and removes tracked files that it does not have. Files that git does
     * not track stay, unless {@code clean}; but links, pipes and git folders among them go. A file that is as it should be is
     * not touched; one that is not gets a later time, in whole seconds, than any that was there.
     *
     * <p>All is made anew as well where the last time was cut short, and after a restart of the machine, which may have been
     * a power cut.
     *
     * @param clean whether to remove everything first
     * @param links whether symbolic links are made as such, or as plain files that hold their target
     * @throws BuildException if the commit is more than may be checked out, git fails, or the disk is full
     */
    public void restore(CommitHash commit, boolean clean, boolean links, Transcript transcript, Deadline deadline)
            throws BuildException, InterruptedException {
        CommitTree tree = clone.tree(commit);
        sayWhatIsLeftOut(tree, transcript);
        LargeFiles largeFiles = new LargeFiles(clone, transcript, deadline);
        Path objects = largeFiles.fetch(commit, tree);
        try {
            String whole = state(commit);
            boolean fresh = clean || !isWhole(whole) || LargeFiles.haveArrived(repository.missingLargeFiles(), objects);
            Attempt attempt = new Attempt(commit, links, objects, transcript, deadline);
            Git.Answer answer = fresh ? attempt.fromNothing() : attempt.overWhatIsThere();
            if (!answer.ok()) {
                throw failed(answer, deadline);
            }
            Files.writeString(stateFile(), whole);
            largeFiles.sayWhatIsMissing(repository.missingLargeFiles());
        } catch (IOException e) {
            throw cannotWrite(e, deadline);
        }
    }

    /** Galley's private folder of the project. */
    public Path work() {
        return work;
    }

    /**
     * Has git take note of the files' times, so that the next time it leaves those alone that have not changed. Nobody needs
     * to wait for it, since without it those files are made again.
     *
     * @throws BuildException if git fails or the clone is gone
     */
    public void settle() throws BuildException, InterruptedException {
        if (redated) {
            repository.refresh(
                    clone.gitFolder(), Deadline.in(clone.git().limits().local()));
            redated = false;
        }
    }

    /** Whether the files are those of the commit; those of git-lfs that could not be fetched are not. */
    public boolean isComplete() throws IOException {
        return !LargeFiles.areMissing(repository.missingLargeFiles());
    }

    /** One try to restore; a second follows where the first meets something unforeseen. */
    private final class Attempt {
        private final CommitHash commit;
        private final boolean links;
        private final Path objects;
        private final Transcript transcript;
        private final Deadline deadline;

        Attempt(CommitHash commit, boolean links, Path objects, Transcript transcript, Deadline deadline) {
            this.commit = commit;
            this.links = links;
            this.objects = objects;
            this.transcript = transcript;
            this.deadline = deadline;
        }

        Git.Answer overWhatIsThere() throws IOException, BuildException, InterruptedException {
            try {
                Git.Answer answer = once();
                if (answer.ok() || deadline.hasPassed()) {
                    return answer;
                }
            } catch (IOException e) {
                if (deadline.hasPassed()) {
                    throw e;
                }
            }
            transcript.say("What an earlier build left is in the way: checking out anew.");
            return fromNothing();
        }

        Git.Answer fromNothing() throws IOException, BuildException, InterruptedException {
            removeAll();
            Git.Answer answer = once();
            if (!answer.ok() && Trouble.isCorruption(answer.complaint()) && clone.mendObjects(transcript, deadline)) {
                removeAll();
                return once();
            }
            return answer;
        }

        private Git.Answer once() throws IOException, BuildException, InterruptedException {
            Files.deleteIfExists(stateFile());
            Files.createDirectories(repositoryFolder);
            long newestSecond = SourcesGuard.clear(folder(), deadline);
            repository.prepare(links, isSha256(commit));
            FileTime start = ChangedFiles.now(repositoryFolder.resolve("clock"));
            GitFolder of = clone.gitFolder();
            Git.Answer answer = repository.readTree(commit.value(), of, objects, transcript, deadline);
            redated = answer.ok() && ChangedFiles.date(folder(), start, newestSecond);
            return answer;
        }
    }

    private Path stateFile() {
        return repositoryFolder.resolve("whole");
    }

    /** What the state file says of a checkout that was not cut short, in the life of the machine that goes on still. */
    private static String state(CommitHash commit) {
        return Machine.boot() + (isSha256(commit) ? " sha256" : " sha1");
    }

    private boolean isWhole(String whole) throws IOException {
        Path file = stateFile();
        return Files.isRegularFile(file)
                && Files.isRegularFile(repository.index())
                && Files.size(repository.index()) > 0
                && new String(Files.readAllBytes(file), StandardCharsets.UTF_8).equals(whole);
    }

    private static boolean isSha256(CommitHash commit) {
        return commit.value().length() == 64;
    }

    private void removeAll() throws IOException, InterruptedException {
        for (Path folder : new Path[] {folder(), repositoryFolder}) {
            try {
                Trees.delete(folder);
            } catch (IOException e) {
                removeWhatResists(folder, e);
            }
        }
    }

    /** Folders that even their owner may not read, and paths longer than PATH_MAX, which a program makes step by step. */
    private void removeWhatResists(Path tree, IOException reason) throws IOException, InterruptedException {
        Deadline limit = Deadline.in(REMOVAL_LIMIT);
        try {
            SourcesGuard.clear(tree, limit);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
        try {
            Command remove = Command.of("rm", "-rf", "--", tree.toString());
            processes.run(remove, OutputStream.nullOutputStream(), limit);
        } catch (ProgramMissingException e) {
            reason.addSuppressed(e);
        }
        if (Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            throw reason;
        }
    }

    private static void sayWhatIsLeftOut(CommitTree tree, Transcript transcript) {
        if (!tree.submodules().isEmpty()) {
            transcript.say(
                    "Submodules are not fetched: %s will be empty. Copy what the document needs into the repository."
                            .formatted(String.join(
                                    ", ",
                                    tree.submodules().stream().map(Shown::value).toList())));
        }
    }

    private BuildException failed(Git.Answer answer, Deadline deadline) {
        if (answer.timedOut() || deadline.hasPassed()) {
            return outOfTime();
        }
        return BuildException.error(
                Trouble.ofLocal(answer.complaint(), clone.git().name()));
    }

    private BuildException cannotWrite(IOException e, Deadline deadline) {
        if (deadline.hasPassed()) {
            return outOfTime();
        }
        String message = String.valueOf(e.getMessage());
        return BuildException.error(
                message.contains("No space left")
                        ? "The disk is full: make room, then build again"
                        : "The private checkout of %s cannot be written (%s): remove the folder .work of its output"
                                .formatted(clone.git().name(), e.getClass().getSimpleName()));
    }

    private static BuildException outOfTime() {
        return BuildException.error("The build's time was over while the commit was checked out");
    }
}

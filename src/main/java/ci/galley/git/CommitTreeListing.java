package ci.galley.git;

import ci.galley.model.BuildException;
import ci.galley.model.CommitHash;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;

/** Git, asked for what is in a commit, while it may be asked for something else, too. */
final class CommitTreeListing implements AutoCloseable {
    private final CommitTreeReader reader;
    private final Deadline deadline;
    private final Processes.Running program;

    CommitTreeListing(Git git, CommitHash commit) throws BuildException, InterruptedException {
        this.reader = new CommitTreeReader(git.limits());
        this.deadline = Deadline.in(git.limits().local());
        this.program = git.begin(reader, "ls-tree", "-r", "-l", "-z", "--full-tree", commit.value());
    }

    CommitTree await() throws InterruptedException {
        return reader.tree(program.await(deadline).ok());
    }

    @Override
    public void close() {
        program.close();
    }
}

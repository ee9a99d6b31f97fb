package ci.galley.git;

import ci.galley.model.BuildException;
import ci.galley.model.CommitHash;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Transcript;
import org.jspecify.annotations.Nullable;

/** Brings a clone up to date, and a commit into it. */
final class Update {
    private final Clone clone;
    private final Git git;
    private final Facts facts;
    private final Mender mender;
    private final Transcript transcript;
    private final Deadline deadline;

    Update(Clone clone, Facts facts, Mender mender, Transcript transcript, Deadline deadline) {
        this.clone = clone;
        this.git = clone.git();
        this.facts = facts;
        this.mender = mender;
        this.transcript = transcript;
        this.deadline = deadline;
    }

    void bring(CommitHash wanted) throws BuildException, UnknownCommitException, InterruptedException {
        refuseOtherFormat(wanted);
        if (facts.remote() == null) {
            transcript.say(git.name() + " has no remote: what is there is built.");
            requireHere(wanted, "%s is no commit of %s, which has no remote to ask".formatted(wanted, git.name()));
            return;
        }
        String unreachable = refresh(facts.remote());
        if (isHere(wanted)) {
            if (unreachable != null) {
                transcript.say(unreachable + ".");
                transcript.say("The commit is here already: going on with it.");
            }
        } else if (unreachable != null) {
            throw BuildException.error(unreachable);
        } else {
            fetchByHash(facts.remote(), wanted);
        }
        new PartialClone(git, facts.userHasSsh(), transcript, deadline).complete(facts.remote(), wanted);
    }

    private void refuseOtherFormat(CommitHash wanted) throws UnknownCommitException {
        if (!facts.fits(wanted)) {
            throw new UnknownCommitException(
                    wanted,
                    "Unknown commit %s: commits of %s have %d characters"
                            .formatted(wanted.abbreviated(), git.name(), facts.hashLength()));
        }
    }

    /**
     * Pulls, or where that cannot be, fetches.
     *
     * @return why the remote did not answer, null where it did
     */
    private @Nullable String refresh(String remote) throws BuildException, InterruptedException {
        Git.Answer pull = withRemote("pull", "--ff-only");
        if (Trouble.isCorruption(pull.complaint())) {
            return mendObjects(remote);
        }
        if (pull.ok()) {
            return null;
        }
        if (pull.timedOut() || Trouble.isRemote(pull.complaint())) {
            return failure(pull);
        }
        transcript.say("git pull leaves %s as it is, since something there is in its way (%s): only fetching."
                .formatted(git.name(), Trouble.lastWords(pull.complaint())));
        Git.Answer fetch = withRemote("fetch", remote);
        if (!fetch.ok() && Trouble.isCorruption(fetch.complaint())) {
            return mendObjects(remote);
        }
        return fetch.ok() ? null : failure(fetch);
    }

    /**
     * Fetches everything once more, as into a new clone (git 2.36): an ordinary fetch takes what a branch names for present.
     *
     * @return why that was not possible, null where it was
     */
    @Nullable
    String mendObjects(String remote) throws BuildException, InterruptedException {
        mender.removeEmptyObjects();
        Git.Answer fetch = withRemote("fetch", "--refetch", remote);
        return fetch.ok() ? null : failure(fetch);
    }

    private void fetchByHash(String remote, CommitHash wanted)
            throws BuildException, UnknownCommitException, InterruptedException {
        Git.Answer fetch = withRemote("fetch", remote, wanted.value());
        if (!fetch.ok() && (fetch.timedOut() || !Trouble.isRefusedHash(fetch.complaint()))) {
            throw BuildException.error(failure(fetch));
        }
        if (isHere(wanted)) {
            return;
        }
        if (fetch.complaint().contains("unadvertised object")) {
            // This remote hands out heads alone, and the clone may follow one branch alone
            withRemote("fetch", remote, "+refs/heads/*:refs/remotes/" + remote + "/*");
        }
        requireHere(
                wanted,
                "Unknown commit %s: neither %s nor its remote has it".formatted(wanted.abbreviated(), git.name()));
    }

    private void requireHere(CommitHash wanted, String otherwise)
            throws BuildException, UnknownCommitException, InterruptedException {
        if (!isHere(wanted)) {
            throw new UnknownCommitException(wanted, otherwise);
        }
    }

    private boolean isHere(CommitHash wanted) throws BuildException, InterruptedException {
        if (clone.has(wanted)) {
            return true;
        }
        Git.Answer answer = git.ask("cat-file", "-t", wanted.value());
        if (!answer.ok()) {
            return false;
        }
        String type = answer.output().strip();
        if (type.equals("tag")) {
            String target =
                    git.ask("rev-parse", "-q", "--verify", wanted + "^{commit}").output();
            throw BuildException.error(
                    "%s is an annotated tag, not a commit: build %s".formatted(wanted.abbreviated(), target.strip()));
        }
        if (!type.equals("commit")) {
            throw BuildException.error("%s is a %s, not a commit: build the hash of a commit"
                    .formatted(wanted.abbreviated(), type.equals("tree") ? "folder (tree)" : "file (blob)"));
        }
        return true;
    }

    private Git.Answer withRemote(String... arguments) throws BuildException, InterruptedException {
        if (deadline.hasPassed()) {
            throw outOfTime();
        }
        return git.runWithRemote(facts.userHasSsh(), transcript, deadline, arguments);
    }

    private String failure(Git.Answer answer) throws BuildException {
        if (deadline.hasPassed()) {
            throw outOfTime();
        }
        return answer.timedOut()
                ? Trouble.silent(git.name(), git.limits().network())
                : Trouble.ofRemote(answer.complaint(), git.name());
    }

    private BuildException outOfTime() {
        return BuildException.error("The build's time was over while git worked in " + git.name()
                + ": check the network, or raise the limit");
    }
}

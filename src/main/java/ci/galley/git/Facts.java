package ci.galley.git;

import ci.galley.model.CommitHash;
import org.jspecify.annotations.Nullable;

/**
 * What a clone's configuration says.
 *
 * @param local the branch that is checked out, null where HEAD is detached or cannot be read
 * @param branch what the remote calls that branch
 * @param remote the name of the branch's remote, null where there is none
 * @param url where the remote is, as it may be shown
 * @param userHasSsh whether the user has configured how ssh is run
 * @param hashLength how many characters a commit hash has here: 40 or 64
 * @param problem what keeps the project from being built and what to do, null where all is well
 */
record Facts(
        @Nullable String local,
        @Nullable String branch,
        @Nullable String remote,
        @Nullable String url,
        boolean userHasSsh,
        int hashLength,
        @Nullable String problem) {
    private static final int SHA1_LENGTH = 40;

    /** Of a clone of which nothing can be read. */
    static Facts broken(String problem) {
        return new Facts(null, null, null, null, false, SHA1_LENGTH, problem);
    }

    /** Whether that can be the name of a commit here. */
    boolean fits(CommitHash commit) {
        return commit.value().length() == hashLength;
    }

    /** Where the clone remembers the head of the tracked branch, as git names it. */
    String headName() {
        return remote == null || branch == null ? "HEAD" : remoteBranches() + branch;
    }

    /** Where the clone remembers the heads of all branches; of a clone without remote, its own. */
    String remoteBranches() {
        return remote == null ? "refs/heads/" : "refs/remotes/" + remote + "/";
    }
}

package ci.galley.git;

import java.time.Duration;

/**
 * How long git may take and how much it may check out.
 *
 * @param network the longest that one command may talk to a remote; the build's own deadline may be earlier
 * @param local the longest that one command may take that asks the disk alone
 * @param staleLock the age from which a lock is stale where no git runs; a running git renews what it locks within that time
 * @param entries how many files a commit may have
 * @param bytes how large the files of a commit may be together
 * @param memory the most memory that a git which changes the user's folder may ask for, in bytes, where prlimit is there
 */
record GitLimits(Duration network, Duration local, Duration staleLock, long entries, long bytes, long memory) {
    static final GitLimits DEFAULT = new GitLimits(
            Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofMinutes(10), 100_000, 2L << 30, 1L << 30);
}

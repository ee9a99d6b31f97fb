package ci.galley.git;

import ci.galley.model.BuildException;
import ci.galley.model.CommitHash;
import ci.galley.model.CommitInfo;
import java.time.Instant;
import java.util.Optional;

/**
 * What git is asked to say of a commit. Whatever the bytes, this gives something to show.
 *
 * @param isHead whether it is the head of the tracked branch at the remote
 */
record Described(CommitHash commit, boolean isHead, CommitInfo info) {
    /** Hash, names, committer's date in seconds, author's name, message. None but the last can hold a line break. */
    static final String FORMAT = "%H%n%D%n%ct%n%an%n%B";

    private static final int PARTS = 5;

    /** Of a message; what comes after that helps nobody, and the list of builds carries it. */
    private static final int MOST_CHARACTERS = 64 << 10;

    /** The end of the year 9999, beyond which RFC 3339 has no words. */
    private static final long LAST_SECOND = 253_402_300_799L;

    /**
     * Asks git.
     *
     * @param headName how the clone calls the head of the tracked branch at the remote
     */
    static Git.Answer ask(Git git, CommitHash commit, String headName) throws BuildException, InterruptedException {
        return git.ask(
                "log",
                "-1",
                "--no-color",
                "--encoding=UTF-8",
                "--decorate=full",
                "--decorate-refs=" + headName, // of all names, only that
                "--format=" + FORMAT,
                commit.value());
    }

    /**
     * Reads the answer.
     *
     * @return nothing where that is no commit, of which git says nothing
     */
    static Optional<Described> parse(String text, String headName) {
        String[] parts = text.split("\n", PARTS);
        return CommitHash.parse(parts[0])
                .filter(commit -> parts.length == PARTS)
                .map(commit -> new Described(commit, parts[1].equals(headName), info(parts)));
    }

    private static CommitInfo info(String[] parts) {
        String message = parts[4].stripTrailing();
        return new CommitInfo(
                message.length() > MOST_CHARACTERS ? message.substring(0, MOST_CHARACTERS) + "..." : message,
                parts[3],
                Instant.ofEpochSecond(seconds(parts[2])));
    }

    private static long seconds(String text) {
        try {
            return Math.max(0, Math.min(LAST_SECOND, Long.parseLong(text.strip())));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}

package ci.galley.git;

import ci.galley.model.CommitInfo;
import java.time.Instant;

/** Reads what git is asked to say of a commit. Whatever the bytes, this gives something to show. */
final class Described {
    /** Committer's date in seconds, author's name, message. The first two cannot hold a line break. */
    static final String FORMAT = "%ct%n%an%n%B";

    /** Of a message; what comes after that helps nobody, and the list of builds carries it. */
    private static final int MOST_CHARACTERS = 64 << 10;

    /** The end of the year 9999, beyond which RFC 3339 has no words. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private Described() {}

    static CommitInfo parse(String text) {
        String[] parts = text.split("\n", 3);
        String message = parts.length > 2 ? parts[2].stripTrailing() : "";
        return new CommitInfo(
                message.length() > MOST_CHARACTERS ? message.substring(0, MOST_CHARACTERS) + "..." : message,
                parts.length > 1 ? parts[1] : "",
                Instant.ofEpochSecond(seconds(parts[0])));
    }

    private static long seconds(String text) {
        try {
            return Math.max(0, Math.min(LAST_SECOND, Long.parseLong(text.strip())));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}

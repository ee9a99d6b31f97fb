package ci.galley.model;

import java.time.Instant;

/**
 * What git knows of a commit.
 *
 * @param message the whole commit message, without the line breaks at its end; cut at 16,384 characters, because it is kept
 *     in memory and anyone who can push can write it
 * @param author the author's name, without address; cut at 256 characters
 * @param committedAt the committer's date
 */
public record CommitInfo(String message, String author, Instant committedAt) {
    private static final int MAX_MESSAGE = 16_384;
    private static final int MAX_AUTHOR = 256;

    public CommitInfo {
        message = Text.cut(message, MAX_MESSAGE);
        author = Text.cut(author, MAX_AUTHOR);
    }
}

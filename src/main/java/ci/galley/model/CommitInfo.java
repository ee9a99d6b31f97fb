package ci.galley.model;

import java.time.Instant;

/**
 * What git knows of a commit.
 *
 * @param message the whole commit message, without the line breaks at its end
 * @param author the author's name, without address
 * @param committedAt the committer's date
 */
public record CommitInfo(String message, String author, Instant committedAt) {}

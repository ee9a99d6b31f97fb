package ci.galley.webhook;

import ci.galley.model.CommitHash;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What GitHub says of a push, as far as Galley needs it.
 *
 * @param ref the full name of what moved, such as {@code refs/heads/main}
 * @param after its new commit; zeros where it was deleted
 * @param before its old commit, null where unknown or new
 * @param deleted whether it was deleted
 * @param repository {@code owner/name}, null where the event does not say
 * @param pushedAt null where the event does not say
 * @see <a href="https://docs.github.com/en/webhooks/webhook-events-and-payloads#push">The push event</a>
 */
record PushEvent(
        String ref,
        CommitHash after,
        @Nullable CommitHash before,
        boolean deleted,
        @Nullable String repository,
        @Nullable Instant pushedAt) {
    private static final String BRANCH = "refs/heads/";

    /** The short name of the branch, where it is one. */
    Optional<String> branch() {
        return ref.startsWith(BRANCH) ? Optional.of(ref.substring(BRANCH.length())) : Optional.empty();
    }

    boolean isDeletion() {
        return deleted || after.isZero();
    }
}

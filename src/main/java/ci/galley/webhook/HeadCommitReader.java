package ci.galley.webhook;

import ci.galley.model.CommitHash;
import ci.galley.model.CommitInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a push event says of the commit that it ends in, so that a build that waits has more to show than a hash. Git
 * knows better, and is asked when the build begins; until then it is no more than text, and an event that has none of it, or
 * too much (more than 64 KiB of message), is as good as any other.
 *
 * @see <a href="https://docs.github.com/en/webhooks/webhook-events-and-payloads#push">head_commit</a>
 */
final class HeadCommitReader {
    private @Nullable String id;
    private @Nullable String message;
    private @Nullable String author;
    private @Nullable String timestamp;

    private HeadCommitReader() {}

    /**
     * @param utf8 the event's bytes, which are known to be a push event; closed afterwards
     * @param commit which commit is wanted: what is said of another is not believed
     */
    static Optional<CommitInfo> read(InputStream utf8, CommitHash commit) {
        HeadCommitReader reader = new HeadCommitReader();
        try (FieldReader fields = new FieldReader(utf8)) {
            fields.document(name -> {
                if (name.equals("head_commit")) {
                    fields.object(name, inner -> reader.field(fields, inner));
                }
            });
        } catch (IOException | MalformedEventException e) {
            return Optional.empty();
        }
        return commit.value().equals(reader.id) ? reader.info() : Optional.empty();
    }

    private void field(FieldReader fields, String name) throws IOException, MalformedEventException {
        switch (name) {
            case "id" -> id = fields.text(name);
            case "message" -> message = fields.text(name);
            case "timestamp" -> timestamp = fields.text(name);
            case "author" ->
                fields.object(name, inner -> {
                    if (inner.equals("name")) {
                        author = fields.text(inner);
                    }
                });
            default -> {
                // passed over
            }
        }
    }

    private Optional<CommitInfo> info() {
        if (message == null || author == null || timestamp == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CommitInfo(
                    message.stripTrailing(),
                    author,
                    OffsetDateTime.parse(timestamp).toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

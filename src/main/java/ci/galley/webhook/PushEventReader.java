package ci.galley.webhook;

import ci.galley.model.CommitHash;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a push event, and believes nothing of it that it has not checked. */
final class PushEventReader {
    /** What git allows in the name of a reference (git-check-ref-format), as far as it concerns us. */
    private static final Pattern REF = Pattern.compile("refs/[^\\p{Cntrl}\\p{Cs} ~^:?*\\[\\\\]{1,1000}");

    private @Nullable String ref;
    private @Nullable String after;
    private @Nullable String before;
    private boolean deleted;
    private @Nullable String repository;
    private @Nullable Instant pushedAt;

    private PushEventReader() {}

    /**
     * @param utf8 the event's bytes; closed afterwards
     * @throws MalformedEventException if that is not a push event
     * @throws IOException if the bytes cannot be read
     */
    static PushEvent read(InputStream utf8) throws IOException, MalformedEventException {
        PushEventReader reader = new PushEventReader();
        try (FieldReader fields = new FieldReader(utf8)) {
            fields.document(name -> reader.field(fields, name));
        } catch (JsonProcessingException e) {
            throw new MalformedEventException(
                    "the event is not JSON: " + Shown.of(String.valueOf(e.getOriginalMessage())));
        } catch (CharacterCodingException e) {
            throw new MalformedEventException("the event is not UTF-8");
        }
        return reader.event();
    }

    private void field(FieldReader fields, String name) throws IOException, MalformedEventException {
        switch (name) {
            case "ref" -> ref = fields.text(name);
            case "after" -> after = fields.text(name);
            case "before" -> before = fields.textOrNull(name);
            case "deleted" -> deleted = fields.truth(name);
            case "repository" -> fields.object(name, inner -> repositoryField(fields, inner));
            default -> {
                // passed over
            }
        }
    }

    private void repositoryField(FieldReader fields, String name) throws IOException, MalformedEventException {
        String path = "repository." + name;
        switch (name) {
            case "full_name" -> repository = fields.text(path);
            case "pushed_at" -> pushedAt = time(fields, path);
            default -> {
                // passed over
            }
        }
    }

    /** Seconds since 1970 in push events, a date in others (and in GitHub's lookalikes). */
    private static @Nullable Instant time(FieldReader fields, String name) throws IOException, MalformedEventException {
        try {
            if (fields.isNumber()) {
                return Instant.ofEpochSecond(fields.wholeNumber(name));
            }
            String date = fields.textOrNull(name);
            return date == null ? null : OffsetDateTime.parse(date).toInstant();
        } catch (DateTimeException e) {
            throw new MalformedEventException(name + " is not a time");
        }
    }

    private PushEvent event() throws MalformedEventException {
        if (ref == null || !REF.matcher(ref).matches()) {
            throw new MalformedEventException("ref is " + shown(ref) + ", not a name such as refs/heads/main");
        }
        return new PushEvent(ref, hash("after", after), beforeHash(), deleted, repository, pushedAt);
    }

    private @Nullable CommitHash beforeHash() throws MalformedEventException {
        if (before == null) {
            return null;
        }
        CommitHash hash = hash("before", before);
        return hash.isZero() ? null : hash;
    }

    private static CommitHash hash(String name, @Nullable String value) throws MalformedEventException {
        Optional<CommitHash> hash = Optional.ofNullable(value).flatMap(CommitHash::parse);
        if (hash.isEmpty()) {
            throw new MalformedEventException(
                    name + " is " + shown(value) + ", not a commit of 40 (or 64) lower-case hexadecimal characters");
        }
        return hash.get();
    }

    private static String shown(@Nullable String value) {
        if (value == null) {
            return "missing";
        }
        return "\"" + Shown.of(value) + "\"";
    }
}

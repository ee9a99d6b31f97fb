package ci.galley.store;

import ci.galley.model.Artifact;
import ci.galley.model.Attempt;
import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import ci.galley.model.CommitInfo;
import ci.galley.model.ProblemCounts;
import ci.galley.model.ProjectName;
import ci.galley.model.Result;
import ci.galley.model.Trigger;
import ci.galley.support.io.JsonTree;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads build records, which a crash, a person or a newer Galley may have written. Unknown fields are ignored; whatever
 * else is not as expected is refused with a reason. Not safe for use by several threads: it remembers the texts that many
 * records share, so that 20,000 of them stay small.
 */
final class RecordReader {
    /** Integers above it are not exact everywhere that reads JSON; none of ours comes near it. */
    private static final long MAX_INTEGER = 1L << 53;

    private final Map<String, String> shared = new HashMap<>();

    /** The commit before a push mostly has a record of its own. */
    private final Map<CommitHash, CommitHash> hashes = new HashMap<>();

    /**
     * @throws IOException if it is not the record of that commit of that project; the message says why
     */
    Build read(byte[] bytes, ProjectName project, CommitHash commit) throws IOException {
        try {
            JsonNode record = JsonTree.read(bytes);
            if (!record.isObject()) {
                throw new IOException("not a JSON object");
            }
            if (!project.value().equals(text(record, "project"))) {
                throw new IOException("of another project");
            }
            if (!commit.value().equals(text(record, "commit"))) {
                throw new IOException("of another commit");
            }
            return build(record, project, share(commit));
        } catch (JsonProcessingException e) {
            throw new IOException("not JSON: " + e.getOriginalMessage().replaceAll("\\s+", " "), e);
        }
    }

    private Build build(JsonNode record, ProjectName project, CommitHash commit) throws IOException {
        return new Build(
                project,
                commit,
                required("sequence", integer(record, "sequence", 1)),
                share(text(record, "branch")),
                info(record),
                attempt(record),
                history(record));
    }

    private Attempt attempt(JsonNode record) throws IOException {
        return new Attempt(
                required("attempt", smallInteger(record, "attempt", 1)),
                required("state", word(record, "state", BuildState::ofWord)),
                required("trigger", word(record, "trigger", Trigger::ofWord)),
                required("queuedAt", instant(record, "queuedAt")),
                instant(record, "startedAt"),
                result(record),
                word(record, "reported", BuildState::ofWord));
    }

    private Result result(JsonNode record) throws IOException {
        Long durationMs = integer(record, "durationMs", 0);
        Result read = new Result(
                instant(record, "finishedAt"),
                durationMs == null ? null : Duration.ofMillis(durationMs),
                text(record, "reason"),
                artifacts(record),
                problems(record));
        // The first comparison of two records makes its code, so that it is left until it can be true.
        return read.finishedAt() == null && read.equals(Result.NONE) ? Result.NONE : read;
    }

    private @Nullable CommitInfo info(JsonNode record) throws IOException {
        String message = text(record, "message");
        String author = share(text(record, "author"));
        Instant committedAt = instant(record, "committedAt");
        return message == null || author == null || committedAt == null
                ? null
                : new CommitInfo(message, author, committedAt);
    }

    private List<Artifact> artifacts(JsonNode record) throws IOException {
        JsonNode array = record.path("artifacts");
        if (!array.isArray()) {
            throw wrong("artifacts");
        }
        List<Artifact> artifacts = new ArrayList<>();
        for (JsonNode artifact : array) {
            String name = required("artifacts.name", share(text(artifact, "name")));
            String file = required("artifacts.file", share(text(artifact, "file")));
            if (!FileNames.mayBePublished(file) && !file.equals(FileNames.FIRST_PAGE)) {
                throw wrong("artifacts.file");
            }
            long bytes = required("artifacts.bytes", integer(artifact, "bytes", 0));
            artifacts.add(new Artifact(name, file, bytes, smallInteger(artifact, "pages", 0)));
        }
        return List.copyOf(artifacts);
    }

    private static @Nullable ProblemCounts problems(JsonNode record) throws IOException {
        JsonNode problems = record.path("problems");
        if (problems.isNull() || problems.isMissingNode()) {
            return null;
        }
        return new ProblemCounts(
                required("problems.errors", smallInteger(problems, "errors", 0)),
                required("problems.warnings", smallInteger(problems, "warnings", 0)),
                required("problems.boxes", smallInteger(problems, "boxes", 0)));
    }

    private Build.History history(JsonNode record) throws IOException {
        JsonNode history = record.path("history");
        String before = text(history, "before");
        Build.History read = new Build.History(
                required("history.place", integer(history, "place", 0)),
                before == null
                        ? null
                        : CommitHash.parse(before).map(this::share).orElseThrow(() -> wrong("history.before")),
                instant(history, "pushedAt"),
                required("history.interruptions", smallInteger(history, "interruptions", 0)),
                flag(history, "unknownCommit"),
                flag(history, "follow"));
        return read.place() == 0 && read.equals(Build.History.NONE) ? Build.History.NONE : read;
    }

    private @Nullable String share(@Nullable String text) {
        return text == null ? null : shared.computeIfAbsent(text, same -> same);
    }

    private CommitHash share(CommitHash hash) {
        return hashes.computeIfAbsent(hash, same -> same);
    }

    private static @Nullable String text(JsonNode object, String field) throws IOException {
        JsonNode value = object.path(field);
        if (value.isNull() || value.isMissingNode()) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrong(field);
        }
        return value.textValue();
    }

    private static @Nullable Instant instant(JsonNode object, String field) throws IOException {
        String text = text(object, field);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw wrong(field);
        }
    }

    private static <T> @Nullable T word(JsonNode object, String field, Function<String, Optional<T>> meaning)
            throws IOException {
        String text = text(object, field);
        return text == null ? null : meaning.apply(text).orElseThrow(() -> wrong(field));
    }

    private static @Nullable Long integer(JsonNode object, String field, long least) throws IOException {
        JsonNode value = object.path(field);
        if (value.isNull() || value.isMissingNode()) {
            return null;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > MAX_INTEGER) {
            throw wrong(field);
        }
        return value.longValue();
    }

    private static @Nullable Integer smallInteger(JsonNode object, String field, int least) throws IOException {
        Long value = integer(object, field, least);
        if (value == null) {
            return null;
        }
        // attempts are counted up from here, so the highest integer is none of ours either
        if (value >= Integer.MAX_VALUE) {
            throw wrong(field);
        }
        return value.intValue();
    }

    private static boolean flag(JsonNode object, String field) throws IOException {
        JsonNode value = object.path(field);
        if (!value.isBoolean()) {
            throw wrong(field);
        }
        return value.booleanValue();
    }

    private static <T> T required(String field, @Nullable T value) throws IOException {
        if (value == null) {
            throw wrong(field);
        }
        return value;
    }

    private static IOException wrong(String field) {
        return new IOException("\"" + field + "\" is missing or not as expected");
    }
}

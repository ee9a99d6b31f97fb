package ci.galley.store;

import ci.galley.model.Artifact;
import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.CommitInfo;
import ci.galley.model.ProblemCounts;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes a build record: the fields that everyone is promised, in their order, then those that Galley needs itself. */
final class RecordWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private RecordWriter() {}

    static byte[] write(Build build) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            writeCommit(json, build);
            writeTimes(json, build);
            writeResult(json, build);
            writeOurs(json, build);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a record in memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static void writeCommit(JsonGenerator json, Build build) throws IOException {
        CommitInfo info = build.info();
        json.writeStringField("project", build.project().value());
        json.writeStringField("commit", build.commit().value());
        writeText(json, "branch", build.branch());
        json.writeStringField("state", build.state().word());
        json.writeStringField("status", build.state().word());
        json.writeNumberField("attempt", build.attempt());
        json.writeStringField("trigger", build.trigger().word());
        writeText(json, "message", info == null ? null : info.message());
        writeText(json, "author", info == null ? null : info.author());
        writeInstant(json, "committedAt", info == null ? null : info.committedAt());
    }

    private static void writeTimes(JsonGenerator json, Build build) throws IOException {
        writeInstant(json, "queuedAt", build.queuedAt());
        writeInstant(json, "startedAt", build.startedAt());
        writeInstant(json, "finishedAt", build.finishedAt());
        Duration duration = build.duration();
        if (duration == null) {
            json.writeNullField("durationMs");
        } else {
            json.writeNumberField("durationMs", duration.toMillis());
        }
    }

    private static void writeResult(JsonGenerator json, Build build) throws IOException {
        writeText(json, "reason", build.reason());
        json.writeArrayFieldStart("artifacts");
        for (Artifact artifact : build.artifacts()) {
            writeArtifact(json, artifact);
        }
        json.writeEndArray();
        ProblemCounts problems = build.problems();
        if (problems == null) {
            json.writeNullField("problems");
        } else {
            json.writeObjectFieldStart("problems");
            json.writeNumberField("errors", problems.errors());
            json.writeNumberField("warnings", problems.warnings());
            json.writeNumberField("boxes", problems.boxes());
            json.writeEndObject();
        }
        BuildState reported = build.reported();
        writeText(json, "reported", reported == null ? null : reported.word());
    }

    private static void writeArtifact(JsonGenerator json, Artifact artifact) throws IOException {
        Integer pages = artifact.pages();
        json.writeStartObject();
        writeText(json, "name", artifact.name());
        writeText(json, "file", artifact.file());
        json.writeNumberField("bytes", artifact.bytes());
        if (pages == null) {
            json.writeNullField("pages");
        } else {
            json.writeNumberField("pages", pages);
        }
        json.writeEndObject();
    }

    private static void writeOurs(JsonGenerator json, Build build) throws IOException {
        Build.History history = build.history();
        json.writeNumberField("sequence", build.sequence());
        json.writeObjectFieldStart("history");
        json.writeNumberField("place", history.place());
        writeText(
                json,
                "before",
                history.before() == null ? null : history.before().value());
        writeInstant(json, "pushedAt", history.pushedAt());
        json.writeNumberField("interruptions", history.interruptions());
        json.writeBooleanField("unknownCommit", history.unknownCommit());
        json.writeBooleanField("follow", history.follow());
        json.writeEndObject();
    }

    private static void writeInstant(JsonGenerator json, String field, @Nullable Instant instant) throws IOException {
        writeText(json, field, instant == null ? null : instant.toString());
    }

    /** Half a surrogate pair, which JSON from outside can hold, is written as a question mark; Jackson would refuse it. */
    static void writeText(JsonGenerator json, String field, @Nullable String text) throws IOException {
        if (text == null) {
            json.writeNullField(field);
        } else {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            json.writeFieldName(field);
            json.writeString(new String(utf8, StandardCharsets.UTF_8));
        }
    }
}

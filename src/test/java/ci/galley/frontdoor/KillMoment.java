package ci.galley.frontdoor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What the daemon was doing for a commit when it was killed, as the disk and GitHub tell afterwards. */
enum KillMoment {
    /** It did not listen yet. */
    STARTING,
    /** The push had come, or was about to; no record tells. */
    ARRIVING,
    QUEUED,
    /** Git, before the document is typeset. */
    FETCHING,
    IN_TEX,
    /** The outcome was in the log, and not yet in the record and in all that shows it. */
    PUBLISHING,
    /** GitHub had been told, and the record did not say so yet. */
    REPORTING,
    DONE;

    private static final Pattern OUTCOME = Pattern.compile("^--- (Done|failure: |error: )", Pattern.MULTILINE);

    /** All that were true of a commit; {@code folder} is that of its build. */
    static Set<KillMoment> of(Path folder, FakeGitHub gitHub) {
        if (!Files.exists(folder.resolve(".status.json"))) {
            return EnumSet.of(ARRIVING);
        }
        JsonNode record = Galley.json(folder.resolve(".status.json"));
        Set<KillMoment> moments = EnumSet.noneOf(KillMoment.class);
        if (isBeingReported(record, gitHub)) {
            moments.add(REPORTING);
        }
        switch (record.path("state").asText()) {
            case "queued" -> moments.add(QUEUED);
            case "running" -> moments.add(ofLog(folder, record));
            default -> moments.add(isShown(folder) ? DONE : PUBLISHING);
        }
        return moments;
    }

    /** Of a build whose record says {@code running}. */
    static KillMoment ofLog(Path folder, JsonNode record) {
        String log = log(folder, record);
        if (OUTCOME.matcher(log).find()) {
            return PUBLISHING;
        }
        return log.contains("This is pdfTeX") ? IN_TEX : FETCHING;
    }

    /** What is in the log of this run: an older one lies there until its successor begins. */
    private static String log(Path folder, JsonNode record) {
        Path log = folder.resolve(".log");
        try {
            Instant started = Instant.parse(record.path("startedAt").asText());
            boolean ofThisRun = Files.exists(log)
                    && !Files.getLastModifiedTime(log).toInstant().isBefore(started);
            return ofThisRun ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isBeingReported(JsonNode record, FakeGitHub gitHub) {
        String now = atGitHub(record.path("state").asText());
        boolean told = gitHub.last(record.path("commit").asText())
                .filter(last -> last.state().equals(now))
                .isPresent();
        return told && !now.equals(atGitHub(record.path("reported").asText("")));
    }

    /** Whether the badge and, of the last build, what is shown for the project came after the record. */
    private static boolean isShown(Path folder) {
        try {
            byte[] record = Files.readAllBytes(folder.resolve(".status.json"));
            Path output = folder.resolveSibling("last").resolveSibling(".status.json");
            boolean isLast =
                    folder.toRealPath().equals(folder.resolveSibling("last").toRealPath());
            return Files.getLastModifiedTime(folder.resolve(".status.svg"))
                                    .compareTo(Files.getLastModifiedTime(folder.resolve(".status.json")))
                            >= 0
                    && (!isLast || Arrays.equals(record, Files.readAllBytes(output)));
        } catch (IOException e) {
            return false; // such as no link yet
        }
    }

    /** GitHub's word for a state. */
    static String atGitHub(String state) {
        return switch (state) {
            case "queued", "running" -> "pending";
            case "cancelled" -> "error";
            default -> state;
        };
    }
}

package ci.galley.web;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.ProjectName;
import ci.galley.queue.BuildQueue;
import ci.galley.support.http.HttpException;
import ci.galley.support.http.Response;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** How Galley itself does. */
final class Monitoring {
    private static final JsonFactory JSON = new JsonFactory();

    private final long startNanos = System.nanoTime();
    private final Doors doors;
    private final String version;
    private final Supplier<Optional<String>> trouble;

    /**
     * @param trouble what keeps Galley from its work just now, a sentence without a path of the machine
     */
    Monitoring(Doors doors, String version, Supplier<Optional<String>> trouble) {
        this.doors = doors;
        this.version = version;
        this.trouble = trouble;
    }

    /**
     * {@code GET /healthz}: 200, or 503 with what is wrong; {@code starting} as long as not all records are read, so that more
     * builds may wait than it says. Needs no password, so it names nothing.
     */
    Response health() throws IOException {
        Optional<String> wrong = trouble.get();
        if (wrong.isPresent()) {
            throw HttpException.tryAgain(60, wrong.get());
        }
        BuildQueue.Counts counts = doors.queue().counts();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("status", doors.queue().isRecovered() ? "ok" : "starting");
            json.writeStringField("version", version);
            json.writeNumberField("uptimeSeconds", uptimeSeconds());
            json.writeNumberField("waiting", counts.waiting());
            json.writeNumberField("running", counts.running());
            json.writeNumberField("studied", counts.studied());
            json.writeEndObject();
        }
        return Response.of(200, Records.TYPE, bytes.toByteArray());
    }

    /** {@code GET /metrics}: the text format of Prometheus, version 0.0.4. */
    Response metrics() {
        BuildQueue.Counts counts = doors.queue().counts();
        Runtime runtime = Runtime.getRuntime();
        Exposition text = new Exposition();
        text.metric("galley_info", "gauge", "Which Galley this is.").value("version", version, 1);
        text.metric("galley_uptime_seconds", "gauge", "Seconds since the start.")
                .value(uptimeSeconds());
        text.metric("galley_queue_waiting", "gauge", "Builds that wait.").value(counts.waiting());
        text.metric("galley_queue_running", "gauge", "Builds that run.").value(counts.running());
        text.metric("galley_builds", "gauge", "Kept builds by project and state.");
        builds().forEach((project, states) ->
                states.forEach((state, count) -> text.value("project", project.value(), "state", state.word(), count)));
        text.metric("jvm_memory_used_bytes", "gauge", "Heap in use.")
                .value(runtime.totalMemory() - runtime.freeMemory());
        text.metric("jvm_memory_committed_bytes", "gauge", "Heap taken from the system.")
                .value(runtime.totalMemory());
        text.metric("jvm_memory_max_bytes", "gauge", "Heap at most.").value(runtime.maxMemory());
        residentBytes()
                .ifPresent(
                        bytes -> text.metric("process_resident_memory_bytes", "gauge", "Memory of the whole process.")
                                .value(bytes));
        return Response.of(
                200, "text/plain; version=0.0.4; charset=utf-8", text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Map<ProjectName, Map<BuildState, Integer>> builds() {
        Map<ProjectName, Map<BuildState, Integer>> counted = new TreeMap<>();
        for (Build build : doors.store().all()) {
            counted.computeIfAbsent(build.project(), name -> new EnumMap<>(BuildState.class))
                    .merge(build.state(), 1, Integer::sum);
        }
        return counted;
    }

    private long uptimeSeconds() {
        return (System.nanoTime() - startNanos) / 1_000_000_000;
    }

    /** proc(5): the field VmRSS, in KiB. */
    private static Optional<Long> residentBytes() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

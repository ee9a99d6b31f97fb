package ci.galley.web;

import ci.galley.model.Build;
import ci.galley.model.Project;
import ci.galley.store.BuildQuery;
import ci.galley.store.BuildStore;
import ci.galley.support.http.Request;
import ci.galley.support.http.Response;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records and lists of them. A record is the same bytes everywhere: those that the store writes. */
final class Records {
    static final String TYPE = "application/json";

    private static final JsonFactory JSON = new JsonFactory();

    private final Doors doors;
    private final Lookup lookup;
    private final WebSettings settings;

    Records(Doors doors, Lookup lookup, WebSettings settings) {
        this.settings = settings;
        this.doors = doors;
        this.lookup = lookup;
    }

    /** A page of a project's list, and the cursor of the next, -1 where it is the end. */
    record Page(Project project, List<Build> builds, long next) {}

    static Response record(Build build) {
        return Response.tagged(200, TYPE, BuildStore.json(build));
    }

    /** {@code GET /}. */
    Response projects() throws IOException {
        return json(json -> {
            json.writeStartObject();
            json.writeStringField("version", settings.version());
            json.writeStringField("domain", settings.domain());
            json.writeArrayFieldStart("projects");
            for (Project project : doors.projects().list()) {
                json.writeStartObject();
                writeProject(json, project);
                json.writeFieldName("last");
                writeRecord(json, doors.store().last(project.name()).orElse(null));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** {@code GET /<project>/}. */
    Response builds(Request request) throws IOException {
        Page page = page(request);
        return json(json -> {
            json.writeStartObject();
            writeProject(json, page.project());
            json.writeStringField("domain", settings.domain());
            json.writeArrayFieldStart("builds");
            for (Build build : page.builds()) {
                writeRecord(json, build);
            }
            json.writeEndArray();
            json.writeStringField("next", page.next() < 0 ? null : String.valueOf(page.next()));
            json.writeEndObject();
        });
    }

    /** What a query asks for; one more is looked for, to know whether there is a next page. */
    Page page(Request request) {
        Project project = lookup.project(request);
        BuildQuery query = ListQuery.of(request);
        BuildQuery more =
                new BuildQuery(query.limit() + 1, query.before(), query.branch(), query.state(), query.text());
        List<Build> builds = doors.store().list(project.name(), more);
        if (builds.size() <= query.limit()) {
            return new Page(project, builds, -1);
        }
        List<Build> shown = builds.subList(0, query.limit());
        return new Page(project, shown, shown.get(shown.size() - 1).sequence());
    }

    private static void writeProject(JsonGenerator json, Project project) throws IOException {
        json.writeStringField("project", project.name().value());
        json.writeStringField("branch", project.branch());
        json.writeStringField("remote", project.remote());
        json.writeStringField("problem", project.problem());
    }

    static void writeRecord(JsonGenerator json, @Nullable Build build) throws IOException {
        if (build == null) {
            json.writeNull();
            return;
        }
        json.writeRawValue(new String(BuildStore.json(build), StandardCharsets.UTF_8));
    }

    /** Writes some JSON. */
    @FunctionalInterface
    interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    static Response json(Writing writing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            writing.to(json);
        }
        return Response.tagged(200, TYPE, bytes.toByteArray());
    }
}

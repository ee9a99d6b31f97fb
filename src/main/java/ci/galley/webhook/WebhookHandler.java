package ci.galley.webhook;

import ci.galley.model.Build;
import ci.galley.model.CommitHash;
import ci.galley.model.CommitInfo;
import ci.galley.model.Project;
import ci.galley.model.ProjectName;
import ci.galley.model.Projects;
import ci.galley.model.Push;
import ci.galley.model.Trigger;
import ci.galley.queue.BuildQueue;
import ci.galley.queue.QueueFullException;
import ci.galley.support.http.Handler;
import ci.galley.support.http.HttpException;
import ci.galley.support.http.Request;
import ci.galley.support.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /<project>}: GitHub tells of a push. First who says so is checked, then what is said; GitHub's page of recent
 * deliveries shows the answer, so each says what is wrong and what to do.
 */
public final class WebhookHandler implements Handler {
    /** GitHub's own limit for events. */
    static final long MOST_BYTES = 25L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(WebhookHandler.class);
    private static final String QUEUE_FULL_SECONDS = "60";

    private final Projects projects;
    private final PushReceiver receiver;
    private final Function<Build, byte[]> json;
    private final @Nullable Signature signature;

    /**
     * @param json the record of a build, as everyone is given it
     * @param secret the webhook's secret; null where events are not signed
     * @throws IllegalArgumentException if {@code secret} is blank
     */
    public WebhookHandler(
            Projects projects, PushReceiver receiver, Function<Build, byte[]> json, @Nullable String secret) {
        this.projects = projects;
        this.receiver = receiver;
        this.json = json;
        this.signature = secret == null ? null : new Signature(secret);
    }

    @Override
    public Response handle(Request request) throws IOException {
        Project project = project(request.segments());
        ContentType.requireJson(request.headers("Content-Type"));
        Request.Body body = request.body(MOST_BYTES);
        verify(request, body);
        String event = event(request);
        return switch (event) {
            case "push" -> push(project, read(body), body);
            case "ping" -> Response.text(200, "pong");
            default -> Ignored.because("the event \"" + event + "\": only pushes are built");
        };
    }

    private Project project(List<String> segments) {
        if (segments.isEmpty()) {
            throw new HttpException(404, "The address of a webhook ends in the name of a project.");
        }
        return ProjectName.parse(segments.get(segments.size() - 1))
                .flatMap(projects::find)
                .orElseThrow(() -> new HttpException(
                        404,
                        "There is no such project here. The address of a webhook ends in the name of its folder."));
    }

    private void verify(Request request, Request.Body body) throws IOException {
        if (signature == null) {
            return;
        }
        List<String> headers = request.headers(Signature.HEADER);
        if (headers.size() != 1) {
            throw unauthorized(
                    headers.isEmpty()
                            ? "The event is not signed: set the webhook's \"Secret\" on GitHub to the server's SECRET."
                            : "The event has more than one " + Signature.HEADER + ".");
        }
        try (InputStream bytes = body.open()) {
            if (!signature.matches(headers.get(0), bytes)) {
                throw unauthorized(
                        "The signature is wrong: set the webhook's \"Secret\" on GitHub to the server's SECRET.");
            }
        }
    }

    /** RFC 9110, section 15.5.2: says which credentials are wanted. */
    private static HttpException unauthorized(String detail) {
        return new HttpException(401, detail, Map.of("WWW-Authenticate", Signature.HEADER + " realm=\"webhook\""));
    }

    private static String event(Request request) {
        List<String> events = request.headers("X-GitHub-Event");
        if (events.size() != 1 || !events.get(0).matches("[a-z0-9_]{1,100}")) {
            throw new HttpException(400, "X-GitHub-Event is missing or not the name of an event.");
        }
        return events.get(0);
    }

    private static PushEvent read(Request.Body body) throws IOException {
        try (InputStream bytes = body.open()) {
            return PushEventReader.read(bytes);
        } catch (MalformedEventException e) {
            throw new HttpException(400, "This is not a push event: " + e.getMessage() + ".");
        }
    }

    private static @Nullable CommitInfo said(Request.Body body, CommitHash commit) throws IOException {
        try (InputStream bytes = body.open()) {
            return HeadCommitReader.read(bytes, commit).orElse(null);
        }
    }

    private Response push(Project project, PushEvent event, Request.Body body) throws IOException {
        if (event.isDeletion()) {
            return Ignored.because(Shown.of(event.ref()) + " was deleted");
        }
        String branch = event.branch().orElse(null);
        if (branch == null) {
            return Ignored.because(Shown.of(event.ref()) + " is not a branch: only branches are built");
        }
        requireRepository(project, event.repository());
        if (project.problem() != null) {
            throw new HttpException(422, project.name() + " cannot be built: " + project.problem());
        }
        boolean tracked = branch.equals(project.branch());
        if (!tracked && !projects.builds(project.name(), branch)) {
            return Ignored.because("the branch " + Shown.of(branch) + ": built are " + project.branch()
                    + " and those that \"branches\" in its .ci.json names");
        }
        return accept(
                new Push(
                        project.name(),
                        event.after(),
                        branch,
                        event.before(),
                        event.pushedAt(),
                        Trigger.WEBHOOK,
                        said(body, event.after())),
                tracked);
    }

    /** GitHub does not care about case in names, so neither do we. */
    private static void requireRepository(Project project, @Nullable String pushed) {
        String expected = project.repository().orElse(null);
        if (expected == null) {
            return;
        }
        if (pushed == null) {
            throw new HttpException(400, "This is not a push event: repository.full_name is missing.");
        }
        if (!expected.equalsIgnoreCase(pushed)) {
            throw new HttpException(
                    422,
                    "The push is to " + Shown.of(pushed) + ", but " + project.name() + " is a clone of " + expected
                            + ". Set the webhook's address to the project of that repository.");
        }
    }

    private Response accept(Push push, boolean tracked) {
        try {
            BuildQueue.Admission admission = receiver.push(push, tracked);
            int status = admission.accepted() ? 202 : 200;
            return Response.of(status, "application/json; charset=utf-8", json.apply(admission.build()));
        } catch (QueueFullException e) {
            throw new HttpException(503, String.valueOf(e.getMessage()), Map.of("Retry-After", QUEUE_FULL_SECONDS));
        } catch (IOException e) {
            LOG.warn(
                    "{} {}: a push could not be written to disk: {}",
                    push.project(),
                    push.commit().abbreviated(),
                    e.toString());
            throw new HttpException(
                    507, "The server cannot write to its disk; mend that (is it full?) and redeliver the event.");
        }
    }
}

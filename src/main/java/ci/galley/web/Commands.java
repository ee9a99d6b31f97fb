package ci.galley.web;

import ci.galley.model.Build;
import ci.galley.model.CommitHash;
import ci.galley.model.Project;
import ci.galley.model.ProjectName;
import ci.galley.model.Push;
import ci.galley.model.Trigger;
import ci.galley.queue.BuildQueue.Admission;
import ci.galley.queue.QueueFullException;
import ci.galley.store.BuildStore;
import ci.galley.support.http.HttpException;
import ci.galley.support.http.Request;
import ci.galley.support.http.Response;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** What people can have done: build, build again, cancel. */
final class Commands {
    private static final int MOST_BODY_BYTES = 64 << 10;
    private static final int RETRY_WHEN_FULL_SECONDS = 60;
    private static final int RETRY_FETCH_SECONDS = 10;

    /** To ask a remote that does not answer takes minutes, and a thread. */
    private final Semaphore fetches = new Semaphore(4);

    private final Doors doors;
    private final Lookup lookup;

    Commands(Doors doors, Lookup lookup) {
        this.doors = doors;
        this.lookup = lookup;
    }

    /** The seed's alternative to a webhook: {@code GET /<project>/<commit>/build}. */
    Response buildByGet(Request request) throws IOException {
        if (request.method().equals("HEAD")) {
            throw new HttpException(
                    405, "HEAD starts no build: use GET or POST.", Map.of("Allow", "GET, OPTIONS, POST"));
        }
        OriginRule.refuseCrossSite(request);
        ProjectName project = lookup.projectName(request);
        CommitHash commit = lookup.commit(request);
        return admitted(() -> doors.queue().request(project, commit, Trigger.GET));
    }

    /** {@code POST /<project>/<commit>/build}. */
    Response buildAgain(Request request) throws IOException, InterruptedException {
        request.body(MOST_BODY_BYTES);
        ProjectName project = lookup.projectName(request);
        CommitHash commit = lookup.commit(request);
        return admitted(() -> doors.queue().rebuild(project, commit, Trigger.API));
    }

    /** {@code POST /<project>/build}. */
    Response buildNewest(Request request) throws IOException, InterruptedException {
        request.body(MOST_BODY_BYTES);
        Project project = lookup.project(request);
        String branch = project.branch();
        if (branch == null || project.problem() != null) {
            throw new HttpException(
                    409,
                    project.name() + " cannot be built: "
                            + (project.problem() == null ? "it has no branch checked out." : project.problem()));
        }
        CommitHash commit = newestCommit(project);
        Push push = new Push(project.name(), commit, branch, null, null, Trigger.API);
        return admitted(() -> {
            Admission admission = doors.queue().push(push, true);
            // A push does not build again what was built; a person who asks for it does.
            return admission.accepted() ? admission : doors.queue().rebuild(project.name(), commit, Trigger.API);
        });
    }

    /** {@code POST /<project>/<commit>/cancel}. */
    Response cancel(Request request) throws IOException {
        request.body(MOST_BODY_BYTES);
        Build build = lookup.named(request);
        if (!doors.queue().cancel(build.project(), build.commit())) {
            throw new HttpException(
                    409,
                    "There is nothing to cancel: this build has ended ("
                            + lookup.named(request).state().word() + ").");
        }
        return answer(202, lookup.named(request));
    }

    private CommitHash newestCommit(Project project) throws InterruptedException {
        if (!fetches.tryAcquire()) {
            throw HttpException.tryAgain(
                    RETRY_FETCH_SECONDS, "Other remotes are being asked just now: try again in a few seconds.");
        }
        try {
            return doors.projects()
                    .newestCommit(project.name())
                    .orElseThrow(() -> new HttpException(
                            409,
                            project.name() + " has no commit to build: push one, or see whether its remote answers."));
        } finally {
            fetches.release();
        }
    }

    /** A wish for a build. */
    @FunctionalInterface
    private interface Wish {
        Admission ask() throws IOException, QueueFullException;
    }

    private static Response admitted(Wish wish) throws IOException {
        try {
            Admission admission = wish.ask();
            return answer(admission.accepted() ? 202 : 200, admission.build());
        } catch (QueueFullException e) {
            throw HttpException.tryAgain(RETRY_WHEN_FULL_SECONDS, String.valueOf(e.getMessage()));
        }
    }

    private static Response answer(int status, Build build) {
        return Response.of(status, Records.TYPE, BuildStore.json(build)).header("Cache-Control", "no-store");
    }
}

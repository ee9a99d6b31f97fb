package ci.galley.web;

import ci.galley.model.Build;
import ci.galley.model.CommitHash;
import ci.galley.model.Project;
import ci.galley.model.ProjectName;
import ci.galley.support.http.HttpException;
import ci.galley.support.http.Request;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds what an address means. */
final class Lookup {
    /** To look for a clone costs a tenth of a badge, so that one which was there a moment ago counts as there. */
    private static final Duration MOMENT = Duration.ofMillis(100);

    private final Doors doors;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    Lookup(Doors doors) {
        this.doors = doors;
    }

    private record Seen(ProjectName project, long nanos) {
        boolean isRecent() {
            return System.nanoTime() - nanos < MOMENT.toNanos();
        }
    }

    /** The same for a project and for a build, so that nobody learns which of them there is. */
    static HttpException unknown() {
        return new HttpException(404, "There is no such project, or no such build of it. / lists the projects.");
    }

    /** The name of an existing project: the first segment. */
    ProjectName projectName(Request request) {
        String name = request.segments().get(0);
        Seen before = seen.get(name);
        if (before != null && before.isRecent()) {
            return before.project();
        }
        Optional<ProjectName> project = ProjectName.parse(name).filter(doors.projects()::exists);
        if (project.isEmpty()) {
            seen.remove(name);
            throw unknown();
        }
        seen.put(name, new Seen(project.get(), System.nanoTime()));
        return project.get();
    }

    /** An existing project: the first segment. */
    Project project(Request request) {
        return ProjectName.parse(request.segments().get(0))
                .flatMap(doors.projects()::find)
                .orElseThrow(Lookup::unknown);
    }

    /** A full commit hash: the second segment. */
    CommitHash commit(Request request) {
        return CommitHash.parse(request.segments().get(1))
                .filter(commit -> !commit.isZero())
                .orElseThrow(() -> new HttpException(
                        404, "There is no such address. A commit is named by its full hash, in lower case."));
    }

    /** The build that the first two segments name. */
    Build named(Request request) {
        return doors.store().find(projectName(request), commit(request)).orElseThrow(Lookup::unknown);
    }

    /** The last build of the project that the first segment names. */
    Build last(Request request) {
        ProjectName project = projectName(request);
        return doors.store()
                .last(project)
                .orElseThrow(() -> new HttpException(
                        404,
                        project + " has no build yet. Push a commit, or build the newest with POST /" + project
                                + "/build."));
    }

    /** The newest build of a branch: of the tracked one, that is the last build. */
    Optional<Build> newestOf(ProjectName project, String branch) {
        boolean tracked = doors.projects()
                .find(project)
                .map(Project::branch)
                .filter(branch::equals)
                .isPresent();
        return tracked
                ? doors.store().last(project)
                : doors.store().list(project, ListQuery.newestOf(branch)).stream()
                        .findFirst();
    }
}

package ci.galley.web;

import ci.galley.model.Build;
import ci.galley.model.ProjectName;
import ci.galley.status.Badge;
import ci.galley.support.http.Request;
import ci.galley.support.http.Response;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The badges, which READMEs everywhere ask for again and again. */
final class Badges {
    private final Doors doors;
    private final Lookup lookup;

    /** The last build's of each project, as long as it is the last. */
    private final Map<ProjectName, Drawn> last = new ConcurrentHashMap<>();

    Badges(Doors doors, Lookup lookup) {
        this.doors = doors;
        this.lookup = lookup;
    }

    private record Drawn(Build build, Response response) {}

    /** {@code GET /<project>/svg?branch=}. */
    Response ofProject(Request request) {
        ProjectName project = lookup.projectName(request);
        Optional<String> branch = request.query("branch").filter(name -> !name.isEmpty());
        if (branch.isPresent()) {
            return draw(lookup.newestOf(project, branch.get()));
        }
        return doors.store().last(project).map(this::drawnOnce).orElseGet(() -> draw(Optional.empty()));
    }

    /** {@code GET /<project>/<commit>/svg}. */
    Response ofCommit(Request request) {
        ProjectName project = lookup.projectName(request);
        return draw(doors.store().find(project, lookup.commit(request)));
    }

    // A record never changes; to compare all its fields takes longer.
    @SuppressWarnings("ReferenceEquality")
    private Response drawnOnce(Build build) {
        Drawn drawn = last.get(build.project());
        if (drawn == null || drawn.build() != build) {
            drawn = new Drawn(build, draw(Optional.of(build)));
            last.put(build.project(), drawn);
        }
        return drawn.response();
    }

    private static Response draw(Optional<Build> build) {
        return Response.tagged(200, "image/svg+xml", Badge.svg(build.orElse(null)))
                .header("Content-Security-Policy", SecurityHeaders.BADGE_POLICY);
    }
}

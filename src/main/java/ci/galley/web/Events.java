package ci.galley.web;

import ci.galley.model.Build;
import ci.galley.model.BuildListener;
import ci.galley.model.CommitHash;
import ci.galley.model.ProjectName;
import ci.galley.store.BuildStore;
import ci.galley.support.http.EventWriter;
import ci.galley.support.http.Request;
import ci.galley.support.http.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The streams of events: every reader is told what there is, then what changes. */
final class Events implements BuildListener {
    private final Doors doors;
    private final Lookup lookup;
    private final Set<Feed> feeds = ConcurrentHashMap.newKeySet();

    /** Whose log on disk is that of a running attempt: between the record and the log there is a moment. */
    private final Map<Key, Build> begun = new ConcurrentHashMap<>();

    Events(Doors doors, Lookup lookup) {
        this.doors = doors;
        this.lookup = lookup;
    }

    /** Made once for all readers, not once for each of them. */
    private volatile @Nullable Encoded lastEncoded;

    private record Encoded(Build build, byte[] event) {}

    /** A build of a project. */
    record Key(ProjectName project, CommitHash commit) {
        static Key of(Build build) {
            return new Key(build.project(), build.commit());
        }
    }

    /** {@code GET /events}: all last builds, then every build that changes. */
    Response ofAll() {
        return Response.events(new Feed(this, this::lastBuilds, build -> true, null));
    }

    /** {@code GET /<project>/<commit>/events}: the build and its log, then also every other build of the project. */
    Response ofBuild(Request request) {
        Build known = lookup.named(request);
        LogTail log = new LogTail(doors.store(), begun, Key.of(known), request.header("Last-Event-ID"));
        return Response.events(new Feed(
                this,
                () -> doors.store().find(known.project(), known.commit()).stream()
                        .toList(),
                build -> build.project().equals(known.project()),
                log));
    }

    private List<Build> lastBuilds() {
        return doors.projects().list().stream()
                .flatMap(project -> doors.store().last(project.name()).stream())
                .toList();
    }

    /** What readers are told of a build; not to be changed. */
    // A record never changes; to compare all its fields takes longer.
    @SuppressWarnings("ReferenceEquality")
    byte[] event(Build build) {
        Encoded last = lastEncoded;
        if (last == null || last.build() != build) {
            last = new Encoded(build, EventWriter.event("build", null, BuildStore.json(build)));
            lastEncoded = last;
        }
        return last.event();
    }

    void add(Feed feed) {
        feeds.add(feed);
    }

    void remove(Feed feed) {
        feeds.remove(feed);
    }

    @Override
    public void buildChanged(Build build) {
        if (build.state().isFinal()) {
            begun.remove(Key.of(build));
        }
        feeds.forEach(feed -> feed.changed(build));
    }

    @Override
    public void logGrew(Build running) {
        Key key = Key.of(running);
        begun.put(key, running);
        feeds.forEach(feed -> feed.logGrew(key));
    }
}

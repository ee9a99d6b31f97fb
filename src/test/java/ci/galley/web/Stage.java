package ci.galley.web;

import static org.awaitility.Awaitility.await;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import ci.galley.model.CommitInfo;
import ci.galley.model.Layout;
import ci.galley.model.Problem;
import ci.galley.model.ProblemCounts;
import ci.galley.model.Project;
import ci.galley.model.ProjectName;
import ci.galley.model.Projects;
import ci.galley.model.Push;
import ci.galley.model.Result;
import ci.galley.model.Sources;
import ci.galley.model.Trigger;
import ci.galley.queue.BuildQueue;
import ci.galley.status.Badge;
import ci.galley.store.BuildLog;
import ci.galley.store.BuildStore;
import ci.galley.support.http.HttpException;
import ci.galley.support.http.RawClient;
import ci.galley.support.http.RawClient.Answer;
import ci.galley.support.http.Response;
import ci.galley.support.http.Server;
import ci.galley.support.http.ServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The pages on a real server, with a real store and a real queue. Projects are folders; a builder that knows no TeX makes of
 * a commit what the test said it would come to.
 */
final class Stage implements AutoCloseable {
    static final ProjectName MATHS = new ProjectName("Maths");
    static final CommitHash FIRST = commit(1);
    static final Duration LIMIT = Duration.ofSeconds(20);

    final Layout layout;
    final BuildStore store;
    final BuildQueue queue;
    final TestProjects projects = new TestProjects();
    final Web web;
    private final Server server;
    private final Map<CommitHash, BuildState> outcomes = new ConcurrentHashMap<>();
    private final CountDownLatch released = new CountDownLatch(1);
    volatile Optional<String> trouble = Optional.empty();

    private volatile @Nullable BuildLog log;

    Stage(Path folder, WebSettings settings) throws IOException {
        this(folder, settings, "/ci/galley/web/page/", Clock.systemUTC());
    }

    Stage(Path folder, WebSettings settings, String app, Clock clock) throws IOException {
        layout = new Layout(folder, "_build");
        store = BuildStore.open(layout, Badge::svg, 1000);
        queue = new BuildQueue(store, projects, this::build, build -> {}, build -> false, 2, Clock.systemUTC());
        queue.recover();
        web = new Web(
                settings,
                new Doors(projects, projects, store, queue),
                request -> Response.text(202, "webhook " + request.segments()),
                () -> trouble,
                new Web.Surroundings(List.of("pi", "pi.local"), app, clock));
        server = Server.listen(new ServerSettings("localhost", 0, Web.DATA_PREFIX, Web.headers(), folder));
        server.serve(web);
        projects.put(new Project(MATHS, "master", "https://github.com/ada/Maths.git", null));
    }

    static WebSettings open() {
        return new WebSettings("localhost", null, List.of(), null, "1.2.3");
    }

    static CommitHash commit(int number) {
        return new CommitHash(String.format("%040x", 0xabc0000L + number));
    }

    int port() {
        return server.port();
    }

    Answer get(String target, String... headers) throws IOException {
        return RawClient.get(server.port(), target, headers);
    }

    Answer send(String method, String target, String... headers) throws IOException {
        return RawClient.send(server.port(), RawClient.request(method, target, "", headers));
    }

    /** What will become of a commit when it is built: {@code RUNNING} stays so until {@link #release}. */
    Stage will(CommitHash commit, BuildState outcome) {
        outcomes.put(commit, outcome);
        return this;
    }

    /** Pushes to the tracked branch and waits for the end. */
    Build push(CommitHash commit, BuildState outcome) throws Exception {
        return push(commit, "master", outcome);
    }

    Build push(CommitHash commit, String branch, BuildState outcome) throws Exception {
        will(commit, outcome);
        queue.push(new Push(MATHS, commit, branch, null, null, Trigger.WEBHOOK), branch.equals("master"));
        await().atMost(LIMIT).until(() -> state(commit) == outcome);
        return store.find(MATHS, commit).orElseThrow();
    }

    BuildState state(CommitHash commit) {
        return store.find(MATHS, commit).orElseThrow().state();
    }

    /** The log of the build that runs. */
    BuildLog log() {
        return Objects.requireNonNull(log);
    }

    void release() {
        released.countDown();
    }

    private void build(Build build) {
        try {
            build(build, outcomes.getOrDefault(build.commit(), BuildState.SUCCESS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new CancellationException();
        }
    }

    private void build(Build build, BuildState outcome) throws IOException, InterruptedException {
        Instant now = Instant.now();
        CommitInfo info = new CommitInfo("Prove <lemma> & more", "Ada \"the\" author", Instant.EPOCH);
        Build started = store.update(MATHS, build.commit(), b -> b.started(now).described(info, null));
        try (BuildLog opened = store.openLog(started)) {
            log = opened;
            opened.say("This is build " + build.attempt() + " of " + build.commit() + ".");
            if (outcome == BuildState.RUNNING && !released.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("nobody released the build");
            }
        }
        BuildState end = outcome == BuildState.RUNNING ? BuildState.SUCCESS : outcome;
        Path work = Files.createDirectories(layout.work(MATHS));
        Path pdf = end == BuildState.SUCCESS ? Files.write(work.resolve("Übung 1.pdf"), pdf(build)) : null;
        Problem problem = new Problem(Problem.Severity.WARNING, "a.tex", 3, "Odd", null, null);
        var artifacts = store.publish(build, pdf, 1, List.of(), List.of(problem));
        String reason = end == BuildState.SUCCESS ? null : "a.tex:3: Undefined control sequence <\\foo>";
        store.update(
                MATHS,
                build.commit(),
                b -> b.finished(
                        end,
                        new Result(
                                now.plusSeconds(1),
                                Duration.ofSeconds(1),
                                reason,
                                artifacts,
                                ProblemCounts.of(List.of(problem)))));
    }

    static byte[] pdf(Build build) {
        return ("%PDF-1.5 " + build.commit() + " " + build.attempt() + "\n%%EOF\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        release();
        queue.close();
        server.close();
    }

    /** Projects in memory; their remote says what the test says. */
    static final class TestProjects implements Projects, Sources {
        private final Map<ProjectName, Project> known = new ConcurrentHashMap<>();
        volatile Optional<CommitHash> newest = Optional.empty();
        volatile CountDownLatch remote = new CountDownLatch(0);

        void put(Project project) {
            known.put(project.name(), project);
        }

        @Override
        public List<Project> list() {
            return known.values().stream()
                    .sorted((one, other) -> one.name().compareTo(other.name()))
                    .toList();
        }

        @Override
        public Optional<Project> find(ProjectName name) {
            return Optional.ofNullable(known.get(name));
        }

        @Override
        public boolean exists(ProjectName name) {
            return known.containsKey(name);
        }

        @Override
        public boolean builds(ProjectName name, String branch) {
            return true;
        }

        @Override
        public boolean isAncestor(ProjectName name, CommitHash ancestor, CommitHash descendant) {
            return false;
        }

        @Override
        public Optional<CommitHash> newestCommit(ProjectName name) throws InterruptedException {
            if (!remote.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new HttpException(500, "the test's remote never answered");
            }
            return newest;
        }

        @Override
        public Optional<CommitHash> newestRemoteCommit(ProjectName name) throws InterruptedException {
            return newestCommit(name);
        }

        @Override
        public Optional<Lines> lines(ProjectName name, CommitHash commit, String file, int line, int context) {
            return file.equals("a.tex")
                    ? Optional.of(new Lines(file, Math.max(1, line - context), List.of("One <line>.", "Another.")))
                    : Optional.empty();
        }

        @Override
        public Changes between(ProjectName name, CommitHash older, CommitHash newer, int most) {
            return new Changes(List.of(new Commit(newer, new CommitInfo("Prove it", "Ada", Instant.EPOCH))), 1);
        }
    }
}

package ci.galley.store;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import ci.galley.model.CommitInfo;
import ci.galley.model.Layout;
import ci.galley.model.ProblemCounts;
import ci.galley.model.ProjectName;
import ci.galley.model.Result;
import ci.galley.model.Trigger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A store over a folder, and builds to put in it, in the words of the domain. */
public final class StoreFixture {
    public static final ProjectName MATHS = new ProjectName("Maths");
    public static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    static final Function<Build, byte[]> BADGE =
            build -> ("<svg>" + build.state().word() + "</svg>").getBytes(StandardCharsets.UTF_8);

    final Layout layout;
    BuildStore store;

    public StoreFixture(Path projectsDir) throws IOException {
        this(projectsDir, BADGE);
    }

    StoreFixture(Path projectsDir, Function<Build, byte[]> badge) throws IOException {
        layout = new Layout(projectsDir, "_build");
        store = BuildStore.open(layout, badge, 100);
    }

    public BuildStore store() {
        return store;
    }

    public Layout layout() {
        return layout;
    }

    /** As after a restart of the daemon. */
    public BuildStore reopen() throws IOException {
        store = BuildStore.open(layout, BADGE, 100);
        store.all();
        return store;
    }

    /** A hash that is easy to tell from others: 40 digits, of which the last are the number. */
    public static CommitHash commit(int number) {
        return new CommitHash(String.format(Locale.ROOT, "%040x", number));
    }

    Path folder(CommitHash commit) {
        return layout.build(MATHS, commit);
    }

    Path output() {
        return layout.output(MATHS);
    }

    /** A build of a commit that somebody asked for. */
    Build queue(CommitHash commit) throws IOException {
        return store.create(MATHS, commit, sequence -> queued(MATHS, commit, sequence));
    }

    static Build queued(ProjectName project, CommitHash commit, long sequence) {
        return Build.queued(project, commit, sequence, null, Trigger.GET, NOW);
    }

    /** A build of a commit that became the head of the tracked branch. */
    Build push(CommitHash commit) throws IOException {
        long place = store.nextPlace(MATHS);
        Build.History history = Build.History.NONE.pushed(null, NOW, place);
        return store.create(
                MATHS,
                commit,
                sequence -> Build.queued(MATHS, commit, sequence, "master", Trigger.WEBHOOK, NOW)
                        .with(history));
    }

    /** Runs the build to a success with a PDF of that content. */
    Build succeed(CommitHash commit, String name, String content) throws IOException {
        start(commit);
        Path work = Files.createDirectories(layout.work(MATHS).resolve("source"));
        Path pdf = Files.writeString(work.resolve(name + ".pdf"), "%PDF-" + content);
        Path aux = Files.writeString(work.resolve(name + ".aux"), "aux of " + content);
        Build running = store.find(MATHS, commit).orElseThrow();
        var artifacts = store.publish(running, pdf, 1, List.of(aux), List.of());
        return store.update(
                MATHS,
                commit,
                build -> build.finished(
                        BuildState.SUCCESS,
                        new Result(
                                NOW.plusSeconds(2),
                                Duration.ofMillis(1500),
                                null,
                                artifacts,
                                new ProblemCounts(0, 0, 0))));
    }

    Build start(CommitHash commit) throws IOException {
        Build running = store.update(MATHS, commit, build -> build.started(NOW.plusSeconds(1)));
        try (BuildLog log = store.openLog(running)) {
            log.say("Attempt " + running.attempt() + " of " + commit.abbreviated() + ".");
        }
        return running;
    }

    Build again(CommitHash commit) throws IOException {
        return store.update(MATHS, commit, build -> build.queuedAgain(Trigger.API, NOW.plusSeconds(3)));
    }

    Build fail(CommitHash commit) throws IOException {
        start(commit);
        return end(commit, BuildState.FAILURE);
    }

    Build end(CommitHash commit, BuildState state) throws IOException {
        return store.update(
                MATHS,
                commit,
                build -> build.finished(
                        state,
                        new Result(NOW.plusSeconds(2), Duration.ofMillis(1500), "Not this time.", List.of(), null)));
    }

    Build describe(CommitHash commit, Instant committedAt, boolean ofTrackedBranch) throws IOException {
        return store.update(MATHS, commit, build -> {
            Build described = build.described(new CommitInfo("Prove lemma 3", "Ada", committedAt), "master");
            return ofTrackedBranch ? described.ofTrackedBranch() : described;
        });
    }

    Build unknown(CommitHash commit) throws IOException {
        start(commit);
        store.update(MATHS, commit, build -> build.with(build.history().unknownCommit(true)));
        return end(commit, BuildState.ERROR);
    }

    @Nullable
    CommitHash last() {
        return store.last(MATHS).map(Build::commit).orElse(null);
    }

    String newestPdf() throws IOException {
        return Files.readString(store.newestPdf(MATHS).orElseThrow());
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}

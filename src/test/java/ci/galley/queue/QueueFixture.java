package ci.galley.queue;

import static ci.galley.store.StoreFixture.MATHS;
import static ci.galley.store.StoreFixture.commit;
import static org.awaitility.Awaitility.await;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import ci.galley.model.Project;
import ci.galley.model.ProjectName;
import ci.galley.model.Projects;
import ci.galley.model.Push;
import ci.galley.model.Result;
import ci.galley.model.Trigger;
import ci.galley.queue.BuildQueue.Admission;
import ci.galley.store.BuildQuery;
import ci.galley.store.BuildStore;
import ci.galley.store.StoreFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A queue over a real store, whose runner does what the test says. */
final class QueueFixture implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(20);

    final StoreFixture files;
    final List<CommitHash> ran = Collections.synchronizedList(new ArrayList<>());
    final List<CommitHash> followed = Collections.synchronizedList(new ArrayList<>());
    final Map<CommitHash, RuntimeException> failures = new ConcurrentHashMap<>();
    final Map<CommitHash, BuildState> endings = new ConcurrentHashMap<>();
    final AtomicInteger mostAtATime = new AtomicInteger();
    private final AtomicInteger atATime = new AtomicInteger();
    private final Map<CommitHash, CountDownLatch> held = new ConcurrentHashMap<>();
    private final Map<CommitHash, List<CommitHash>> ancestors = new ConcurrentHashMap<>();
    private final int maxBuilds;

    /** What is done when no build runs. */
    volatile Predicate<Build> atLeisure = build -> false;

    private final Clock clock;
    private final AtomicInteger starts = new AtomicInteger();
    BuildStore store;
    BuildQueue queue;

    QueueFixture(Path folder) throws IOException {
        this(folder, 4);
    }

    QueueFixture(Path folder, int maxBuilds) throws IOException {
        this.files = new StoreFixture(folder);
        this.maxBuilds = maxBuilds;
        this.clock = Clock.fixed(StoreFixture.NOW, ZoneOffset.UTC);
        this.store = files.store();
        this.queue = newQueue();
    }

    private BuildQueue newQueue() {
        return new BuildQueue(
                store, new KnownProjects(), this::run, this::follow, build -> atLeisure.test(build), maxBuilds, clock);
    }

    /** The daemon starts on what is on disk. An earlier one that was not closed was killed: its builds never go on. */
    void restart() throws IOException {
        starts.incrementAndGet();
        store = files.reopen();
        queue = newQueue();
        queue.recover();
    }

    private void run(Build build) {
        mostAtATime.accumulateAndGet(atATime.incrementAndGet(), Math::max);
        try {
            change(build, old -> old.started(StoreFixture.NOW));
            ran.add(build.commit());
            awaitRelease(build.commit());
            RuntimeException failure = failures.get(build.commit());
            if (failure != null) {
                throw failure;
            }
            BuildState end = endings.getOrDefault(build.commit(), BuildState.SUCCESS);
            change(
                    build,
                    old -> old.finished(
                            end, new Result(StoreFixture.NOW, Duration.ofSeconds(1), null, List.of(), null)));
        } finally {
            atATime.decrementAndGet();
        }
    }

    private void follow(Build build) {
        awaitRelease(build.commit());
        followed.add(build.commit());
    }

    private void awaitRelease(CommitHash commit) {
        CountDownLatch latch = held.get(commit);
        int start = starts.get();
        try {
            if (latch != null) {
                latch.await();
            }
            if (start != starts.get()) {
                new CountDownLatch(1).await();
            }
        } catch (InterruptedException e) {
            throw new CancellationException();
        }
    }

    private void change(Build build, UnaryOperator<Build> change) {
        try {
            store.update(build.project(), build.commit(), change);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Builds of these commits do not end until they are released. */
    void hold(int... numbers) {
        for (int number : numbers) {
            held.put(commit(number), new CountDownLatch(1));
        }
    }

    void release(int... numbers) {
        for (int number : numbers) {
            Optional.ofNullable(held.remove(commit(number))).ifPresent(CountDownLatch::countDown);
        }
    }

    void ancestorOf(int descendant, int ancestor) {
        ancestors.computeIfAbsent(commit(descendant), same -> new ArrayList<>()).add(commit(ancestor));
    }

    Admission push(int number) throws IOException, QueueFullException {
        return push(number, null, null);
    }

    Admission push(int number, @Nullable Integer before, @Nullable Instant pushedAt)
            throws IOException, QueueFullException {
        CommitHash from = before == null ? null : commit(before);
        return queue.push(new Push(MATHS, commit(number), "master", from, pushedAt, Trigger.WEBHOOK), true);
    }

    Admission pushTo(String branch, int number) throws IOException, QueueFullException {
        return queue.push(new Push(MATHS, commit(number), branch, null, null, Trigger.WEBHOOK), false);
    }

    Admission request(int number) throws IOException, QueueFullException {
        return queue.request(MATHS, commit(number), Trigger.GET);
    }

    Admission rebuild(int number) throws IOException, QueueFullException {
        return queue.rebuild(MATHS, commit(number), Trigger.API);
    }

    boolean cancel(int number) throws IOException {
        return queue.cancel(MATHS, commit(number));
    }

    Build build(int number) {
        return store.find(MATHS, commit(number)).orElseThrow();
    }

    BuildState state(int number) {
        return build(number).state();
    }

    @Nullable
    CommitHash last() {
        return store.last(MATHS).map(Build::commit).orElse(null);
    }

    void awaitState(int number, BuildState state) {
        await().atMost(LIMIT).until(() -> state(number) == state);
    }

    /** Until nothing waits and nothing runs. */
    void awaitIdle() {
        await().atMost(LIMIT)
                .until(() -> queue.counts().waiting() == 0
                        && queue.counts().running() == 0
                        && store.all().stream().allMatch(build -> build.state().isFinal()));
    }

    List<Build> builds() {
        return store.list(MATHS, BuildQuery.newest(1000));
    }

    @Override
    public void close() {
        held.values().forEach(CountDownLatch::countDown);
        queue.close();
    }

    /** Knows the order of commits that the test gave it. */
    private final class KnownProjects implements Projects {
        @Override
        public List<Project> list() {
            return List.of();
        }

        @Override
        public Optional<Project> find(ProjectName name) {
            return Optional.empty();
        }

        @Override
        public boolean exists(ProjectName name) {
            return true;
        }

        @Override
        public boolean builds(ProjectName name, String branch) {
            return true;
        }

        @Override
        public boolean isAncestor(ProjectName name, CommitHash ancestor, CommitHash descendant) {
            return ancestors.getOrDefault(descendant, List.of()).contains(ancestor);
        }

        @Override
        public Optional<CommitHash> newestCommit(ProjectName name) {
            return Optional.empty();
        }

        @Override
        public Optional<CommitHash> newestRemoteCommit(ProjectName name) {
            return Optional.empty();
        }
    }
}

package ci.galley.status;

import static ci.galley.status.Builds.MATHS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import ci.galley.model.FixedProjects;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CommitStatusReporterTest {
    private final Map<CommitHash, BuildState> noted = new ConcurrentHashMap<>();
    private final CountDownLatch stalled = new CountDownLatch(1);
    private StubGitHub github;
    private CommitStatusReporter reporter;

    @BeforeEach
    void start() throws IOException {
        github = new StubGitHub();
        reporter = reporter();
    }

    @AfterEach
    void stop() {
        stalled.countDown();
        reporter.close();
        github.close();
    }

    private CommitStatusReporter reporter() {
        return new CommitStatusReporter(
                new GitHubSettings(github.address(), "ghp_secret", URI.create("https://ci.example.com"), "0.1.0"),
                new FixedProjects().with("Maths", "git@github.com:ada/maths.git"),
                told -> noted.put(told.commit(), told.state()),
                Clock.fixed(FakeTime.START, ZoneOffset.UTC));
    }

    @Test
    void buildIsReportedFromPendingToSuccess() {
        reporter.buildChanged(Builds.queued());
        await().until(() -> noted.containsValue(BuildState.QUEUED));
        reporter.buildChanged(Builds.queued().reported(BuildState.QUEUED));
        reporter.buildChanged(Builds.running().reported(BuildState.QUEUED));
        reporter.buildChanged(Builds.success().reported(BuildState.QUEUED));
        await().until(() -> noted.containsValue(BuildState.SUCCESS));
        assertThat(github.states()).containsExactly("pending", "success");
        List<StubGitHub.Received> received = github.received();
        assertThat(received.get(1).nanos() - received.get(0).nanos()).isGreaterThan(990_000_000);
    }

    @Test
    void listenerReturnsAtOnceHoweverSlowGitHubIs() {
        github.always(exchange -> wait(stalled));
        long before = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            reporter.buildChanged(Builds.queued(MATHS, Builds.commit(i)));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void closingTakesNoMoreThanASecondAndSendsNothingAfterwards() {
        github.always(exchange -> wait(stalled));
        reporter.buildChanged(Builds.queued());
        await().until(() -> !github.received().isEmpty());
        long before = System.nanoTime();
        reporter.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(1100));
        await().until(() -> threads().isEmpty());
        reporter.buildChanged(Builds.success());
        reporter.close();
        assertThat(threads()).isEmpty();
        assertThat(github.received()).hasSize(1);
        assertThat(noted).isEmpty();
    }

    @Test
    void nothingRunsBeforeThereIsSomethingToTell() {
        reporter.buildChanged(Builds.success().reported(BuildState.SUCCESS));
        reporter.resume(List.of());
        assertThat(threads()).isEmpty();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.equals("commit-statuses") || name.equals("github-client"))
                .toList();
    }

    @Test
    void nextStartTellsWhatWasNotTold() {
        Build told = finished(1, Duration.ofHours(5)).reported(BuildState.SUCCESS);
        Build halfTold = finished(2, Duration.ofHours(3)).reported(BuildState.QUEUED);
        Build untold = finished(3, Duration.ofHours(4));
        Build waiting = Builds.queued(MATHS, Builds.commit(4)).reported(BuildState.RUNNING);
        Build again = finished(5, Duration.ofHours(2))
                .reported(BuildState.SUCCESS)
                .queuedAgain(told.trigger(), FakeTime.START.minus(Duration.ofDays(2)));
        reporter.resume(List.of(told, halfTold, untold, waiting, again));
        await().until(() -> noted.size() == 3);
        assertThat(noted)
                .containsOnlyKeys(halfTold.commit(), untold.commit(), again.commit())
                .containsEntry(again.commit(), BuildState.QUEUED);
        assertThat(github.received().get(2).address().getPath())
                .endsWith(halfTold.commit().value());
    }

    @Test
    void pastOfAServerThatGetsATokenIsNotReported() {
        List<Build> past = Map.of(1, 25, 2, 48, 3, 10000).entrySet().stream()
                .map(entry -> finished(entry.getKey(), Duration.ofHours(entry.getValue())))
                .toList();
        reporter.resume(past);
        assertThat(threads()).isEmpty();
    }

    /** The clock of a Raspberry Pi starts in 1970: what ended "in the future" is told. */
    @Test
    void wrongClockLosesNothing() {
        reporter.resume(List.of(finished(1, Duration.ofDays(-4000))));
        await().until(() -> noted.size() == 1);
    }

    @Test
    void snapshotOfTheStartDoesNotUndoNewerNews() {
        Build build = Builds.queued();
        reporter.buildChanged(Builds.success());
        reporter.resume(List.of(build));
        await().until(() -> noted.containsValue(BuildState.SUCCESS));
        reporter.resume(List.of(build));
        assertThat(threads()).isNotEmpty();
        assertThat(github.states()).containsExactly("success");
    }

    private static Build finished(int number, Duration ago) {
        Instant end = FakeTime.START.minus(ago);
        return Builds.success(
                Build.queued(
                                MATHS,
                                Builds.commit(number),
                                number,
                                "master",
                                Builds.queued().trigger(),
                                end)
                        .started(end),
                end);
    }

    private static void wait(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

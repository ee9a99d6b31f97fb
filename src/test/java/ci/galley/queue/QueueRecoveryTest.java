package ci.galley.queue;

import static ci.galley.store.StoreFixture.MATHS;
import static ci.galley.store.StoreFixture.NOW;
import static ci.galley.store.StoreFixture.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.Result;
import ci.galley.model.Trigger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon that was killed left on disk, and the next one. */
@Timeout(60)
class QueueRecoveryTest {
    @TempDir
    Path folder;

    private QueueFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new QueueFixture(folder, 1);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whatWaitedAndWhatRanIsBuiltInItsOldOrder() throws Exception {
        left(1, NOW.plusSeconds(5), false);
        left(2, NOW.plusSeconds(1), false);
        left(3, NOW.plusSeconds(1), false);
        left(4, NOW.plusSeconds(9), true);
        fixture.restart();
        fixture.awaitIdle();
        assertThat(fixture.ran).containsExactly(commit(4), commit(2), commit(3), commit(1));
        assertThat(fixture.builds()).extracting(Build::attempt).containsOnly(1);
    }

    @Test
    void buildFoundRunningAtThreeStartsInARowIsAnError() throws Exception {
        left(1, NOW, true);
        fixture.hold(1);
        for (int start = 1; start <= 2; start++) {
            fixture.restart();
            fixture.awaitState(1, BuildState.RUNNING);
            assertThat(fixture.build(1).history().interruptions()).isEqualTo(start);
        }
        fixture.restart();
        assertThat(fixture.state(1)).isEqualTo(BuildState.ERROR);
        assertThat(fixture.build(1).reason()).contains("running at 3 starts of Galley in a row");
        assertThat(fixture.store.log(fixture.build(1)).orElseThrow())
                .content()
                .isEqualTo("--- error: " + fixture.build(1).reason() + "\n");
        fixture.restart();
        assertThat(fixture.state(1)).isEqualTo(BuildState.ERROR);
        assertThat(fixture.ran).containsExactly(commit(1), commit(1));
    }

    @Test
    void stopInBetweenBreaksTheRow() throws Exception {
        left(1, NOW, true);
        fixture.hold(1);
        fixture.restart();
        fixture.awaitState(1, BuildState.RUNNING);
        fixture.queue.close();
        fixture.restart();
        fixture.awaitState(1, BuildState.RUNNING);
        assertThat(fixture.build(1).history().interruptions()).isZero();
    }

    @Test
    void newAttemptBeginsTheCountAnew() throws Exception {
        left(1, NOW, true);
        fixture.hold(1);
        fixture.restart();
        fixture.awaitState(1, BuildState.RUNNING);
        fixture.release(1);
        fixture.awaitState(1, BuildState.SUCCESS);
        assertThat(fixture.rebuild(1).build().history().interruptions()).isZero();
    }

    @Test
    void folderThatWasToFollowStillDoes() throws Exception {
        fixture.store.create(
                MATHS,
                commit(1),
                sequence -> Build.queued(MATHS, commit(1), sequence, "master", Trigger.WEBHOOK, NOW)
                        .with(Build.History.NONE.pushed(null, NOW, 4).follow(true))
                        .finished(BuildState.SUCCESS, new Result(NOW, null, null, List.of(), null)));
        fixture.restart();
        await().atMost(QueueFixture.LIMIT)
                .until(() -> !fixture.build(1).history().follow());
        assertThat(fixture.followed).containsExactly(commit(1));
        assertThat(fixture.ran).isEmpty();
        fixture.restart();
        assertThat(fixture.followed).hasSize(1);
    }

    @Test
    void recoveryTwiceBuildsOnce() throws Exception {
        left(1, NOW, false);
        fixture.hold(1);
        fixture.restart();
        fixture.queue.recover();
        fixture.push(1);
        fixture.release(1);
        fixture.awaitIdle();
        assertThat(fixture.ran).containsExactly(commit(1));
    }

    private void left(int number, Instant queuedAt, boolean running) throws IOException {
        fixture.store.create(MATHS, commit(number), sequence -> {
            Build queued = Build.queued(MATHS, commit(number), sequence, "master", Trigger.WEBHOOK, queuedAt);
            return running ? queued.started(queuedAt) : queued;
        });
    }
}

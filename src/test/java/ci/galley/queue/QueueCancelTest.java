package ci.galley.queue;

import static ci.galley.store.StoreFixture.MATHS;
import static ci.galley.store.StoreFixture.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class QueueCancelTest {
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
    void buildThatWaitsIsCancelledAtOnce() throws Exception {
        fixture.hold(1);
        fixture.push(1);
        fixture.awaitState(1, BuildState.RUNNING);
        fixture.push(2);
        fixture.push(3);
        assertThat(fixture.cancel(2)).isTrue();
        assertThat(fixture.state(2)).isEqualTo(BuildState.CANCELLED);
        assertThat(fixture.build(2).reason()).isEqualTo("Cancelled before it began.");
        assertThat(fixture.build(2).duration()).isNull();
        assertThat(fixture.queue.waiting(MATHS)).isEqualTo(1);
        fixture.release(1);
        fixture.awaitIdle();
        assertThat(fixture.ran).containsExactly(commit(1), commit(3));
    }

    @Test
    void buildThatRunsIsCancelledWithinTwoSeconds() throws Exception {
        fixture.hold(1);
        fixture.push(1);
        fixture.push(2);
        fixture.awaitState(1, BuildState.RUNNING);
        assertThat(fixture.cancel(1)).isTrue();
        await().atMost(Duration.ofSeconds(2)).until(() -> fixture.state(1) == BuildState.CANCELLED);
        assertThat(fixture.build(1).reason()).isEqualTo("Cancelled while it ran.");
        assertThat(fixture.build(1).duration()).isNotNull();
        // and the interrupt does not meet the next build
        fixture.awaitState(2, BuildState.SUCCESS);
    }

    @Test
    void cancelOfWhatHasEndedOrIsNotThereIsRefused() throws Exception {
        assertThat(fixture.cancel(1)).isFalse();
        fixture.push(1);
        fixture.awaitIdle();
        assertThat(fixture.cancel(1)).isFalse();
        assertThat(fixture.state(1)).isEqualTo(BuildState.SUCCESS);
    }

    @Test
    void cancelledBuildCanBeBuiltAgain() throws Exception {
        fixture.hold(1);
        fixture.push(1);
        fixture.awaitState(1, BuildState.RUNNING);
        fixture.push(2);
        fixture.cancel(2);
        fixture.cancel(1);
        fixture.awaitIdle();
        fixture.release(1);
        assertThat(fixture.rebuild(1).build().attempt()).isEqualTo(2);
        assertThat(fixture.request(2).build().attempt()).isEqualTo(2);
        fixture.awaitIdle();
        assertThat(fixture.state(1)).isEqualTo(BuildState.SUCCESS);
        assertThat(fixture.state(2)).isEqualTo(BuildState.SUCCESS);
    }

    @Test
    void cancelThatMeetsTheStartOrTheEndLeavesOneFinalRecord() throws Exception {
        for (int number = 1; number <= 60; number++) {
            CountDownLatch together = new CountDownLatch(2);
            int one = number;
            Thread canceller = new Thread(() -> {
                try {
                    together.countDown();
                    together.await();
                    fixture.cancel(one);
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            canceller.start();
            together.countDown();
            together.await();
            fixture.push(number);
            canceller.join();
        }
        fixture.awaitIdle();
        assertThat(fixture.builds())
                .hasSize(60)
                .extracting(Build::state)
                .containsOnly(BuildState.SUCCESS, BuildState.CANCELLED);
    }

    @Test
    void stopSendsWhatRunsBackToTheQueueAndTakesNothingMore() throws Exception {
        fixture.hold(1);
        fixture.push(1);
        fixture.push(2);
        fixture.awaitState(1, BuildState.RUNNING);
        fixture.queue.close();
        fixture.queue.close();
        assertThat(fixture.state(1)).isEqualTo(BuildState.QUEUED);
        assertThat(fixture.build(1).history().interruptions()).isZero();
        assertThat(fixture.state(2)).isEqualTo(BuildState.QUEUED);
        assertThatThrownBy(() -> fixture.push(3))
                .isInstanceOf(QueueFullException.class)
                .hasMessageContaining("stopping");
        assertThat(fixture.store.find(MATHS, commit(3))).isEmpty();
        fixture.release(1);
        fixture.restart();
        fixture.awaitIdle();
        assertThat(fixture.ran).containsExactly(commit(1), commit(1), commit(2));
    }

    @Test
    void stopDoesNotWaitForeverForARunnerThatDoesNotHear() throws Exception {
        fixture.close();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch deaf = new CountDownLatch(1);
        fixture.queue = new BuildQueue(
                fixture.store,
                new NoProjects(),
                build -> {
                    running.countDown();
                    while (deaf.getCount() > 0) {
                        LockSupport.parkNanos(1_000_000);
                    }
                },
                build -> {},
                build -> false,
                1,
                Clock.systemUTC());
        fixture.push(1);
        running.await();
        long start = System.nanoTime();
        fixture.queue.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(9));
        deaf.countDown();
    }
}

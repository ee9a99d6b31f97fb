package ci.galley.queue;

import static ci.galley.store.StoreFixture.MATHS;
import static ci.galley.store.StoreFixture.commit;
import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import ci.galley.model.ProjectName;
import ci.galley.model.Trigger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class QueueRaceTest {
    @TempDir
    Path folder;

    private QueueFixture fixture;
    private ExecutorService threads;

    @BeforeEach
    void open() throws IOException {
        fixture = new QueueFixture(folder, 2);
        threads = Executors.newCachedThreadPool();
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        fixture.close();
    }

    @Test
    void fiftyPushesOfTwentyCommitsAtOnceAreTwentyBuilds() throws Exception {
        List<Boolean> accepted =
                together(50, thread -> fixture.push(thread % 20 + 1).accepted());
        fixture.awaitIdle();
        assertThat(accepted).hasSize(50);
        assertThat(fixture.ran).hasSize(20).doesNotHaveDuplicates();
        assertThat(fixture.builds()).hasSize(20).allMatch(build -> build.state() == BuildState.SUCCESS);
    }

    @Test
    void fiftyThreadsWithTwentyCommitsEachMakeTwentyRecords() throws Exception {
        fixture.hold(1);
        together(50, thread -> {
            for (int i = 0; i < 20; i++) {
                fixture.push((thread + i) % 20 + 1);
            }
            return true;
        });
        assertThat(fixture.builds()).hasSize(20);
        assertThat(fixture.builds()).extracting(Build::sequence).doesNotHaveDuplicates();
        fixture.release(1);
        fixture.awaitIdle();
        assertThat(fixture.ran).hasSize(20).doesNotHaveDuplicates();
        assertThat(fixture.files.reopen().all()).hasSize(20);
    }

    @Test
    void rebuildsAtTheSameTimeAreOneAttemptWhileItWaits() throws Exception {
        fixture.push(1);
        fixture.awaitIdle();
        fixture.hold(1);
        List<Integer> attempts =
                together(30, thread -> fixture.rebuild(1).build().attempt());
        assertThat(attempts).containsOnly(2);
        fixture.release(1);
        fixture.awaitIdle();
        assertThat(fixture.ran).hasSize(2);
    }

    @Test
    void everyPushThatWasAcceptedBeforeTheStopIsBuiltAfterTheNextStart() throws Exception {
        fixture.hold(1);
        fixture.push(1);
        Set<CommitHash> accepted = Collections.synchronizedSet(new HashSet<>(Set.of(commit(1))));
        CountDownLatch some = new CountDownLatch(20);
        List<Future<?>> pushing = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            int first = 100 * thread + 2;
            pushing.add(threads.submit(() -> {
                for (int number = first; number < first + 50; number++) {
                    try {
                        fixture.push(number);
                    } catch (QueueFullException e) {
                        return null;
                    }
                    accepted.add(commit(number));
                    some.countDown();
                }
                return null;
            }));
        }
        some.await();
        fixture.queue.close();
        for (Future<?> one : pushing) {
            one.get();
        }
        fixture.release(1);
        fixture.restart();
        fixture.awaitIdle();
        assertThat(accepted).hasSizeGreaterThanOrEqualTo(20);
        assertThat(fixture.builds()).extracting(Build::commit).containsExactlyInAnyOrderElementsOf(accepted);
        assertThat(fixture.builds()).allMatch(build -> build.state() == BuildState.SUCCESS);
    }

    @Test
    void manyProjectsAtOnceLoseNothing() throws Exception {
        together(10, thread -> {
            for (int number = 1; number <= 6; number++) {
                fixture.queue.request(new ProjectName("P" + thread), commit(number), Trigger.GET);
            }
            return true;
        });
        fixture.awaitIdle();
        assertThat(fixture.ran).hasSize(60);
        assertThat(fixture.mostAtATime).hasValue(2);
        assertThat(fixture.store.find(MATHS, commit(1))).isEmpty();
    }

    private interface Step<T> {
        T run(int thread) throws Exception;
    }

    private <T> List<T> together(int count, Step<T> step) throws Exception {
        CountDownLatch together = new CountDownLatch(count);
        List<Callable<T>> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int thread = i;
            steps.add(() -> {
                together.countDown();
                together.await();
                return step.run(thread);
            });
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : threads.invokeAll(steps)) {
            results.add(future.get());
        }
        return results;
    }
}

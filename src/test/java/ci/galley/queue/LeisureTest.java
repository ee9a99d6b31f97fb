package ci.galley.queue;

import static ci.galley.store.StoreFixture.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done while no build runs. */
class LeisureTest {
    @TempDir
    Path folder;

    private final List<CommitHash> begun = Collections.synchronizedList(new ArrayList<>());
    private final List<CommitHash> done = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch never = new CountDownLatch(1);
    private QueueFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new QueueFixture(folder);
        fixture.atLeisure = build -> {
            begun.add(build.commit());
            done.add(build.commit());
            return false;
        };
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private boolean untilInterrupted(Build build) {
        begun.add(build.commit());
        try {
            never.await();
            return false;
        } catch (InterruptedException e) {
            throw new CancellationException();
        }
    }

    private void awaitNothingToDo() {
        await().atMost(QueueFixture.LIMIT).until(() -> fixture.queue.counts().studied() == 0);
    }

    @Test
    void lastBuildIsLookedAtWhenAllHaveEnded() throws Exception {
        fixture.hold(2);
        fixture.push(1);
        fixture.push(2);
        fixture.awaitState(1, BuildState.SUCCESS);
        assertThat(begun).isEmpty();
        fixture.release(2);
        fixture.awaitIdle();
        awaitNothingToDo();
        assertThat(done).containsExactly(commit(2));
    }

    @Test
    void failureIsNotLookedAt() throws Exception {
        fixture.endings.put(commit(1), BuildState.FAILURE);
        fixture.push(1);
        fixture.awaitIdle();
        awaitNothingToDo();
        assertThat(begun).isEmpty();
    }

    @Test
    void pushEndsItAndItIsDoneAfterwards() throws Exception {
        fixture.atLeisure = this::untilInterrupted;
        fixture.push(1);
        await().atMost(QueueFixture.LIMIT).until(() -> begun.size() == 1);
        fixture.endings.put(commit(2), BuildState.FAILURE);
        fixture.push(2);
        fixture.awaitState(2, BuildState.FAILURE);
        fixture.atLeisure = build -> !done.add(build.commit());
        awaitNothingToDo();
        assertThat(begun).containsExactly(commit(1));
        assertThat(done).containsExactly(commit(1));
    }

    @Test
    void oneThatFailsHindersNone() throws Exception {
        fixture.atLeisure = build -> {
            throw new IllegalStateException("as planned");
        };
        fixture.push(1);
        awaitNothingToDo();
        fixture.push(2);
        fixture.awaitState(2, BuildState.SUCCESS);
        fixture.atLeisure = build -> !done.add(build.commit());
        fixture.push(3);
        fixture.awaitState(3, BuildState.SUCCESS);
        awaitNothingToDo();
        assertThat(done).containsExactly(commit(3));
    }

    @Test
    void stopEndsIt() throws Exception {
        fixture.atLeisure = this::untilInterrupted;
        fixture.push(1);
        await().atMost(QueueFixture.LIMIT).until(() -> begun.size() == 1);
        fixture.queue.close();
        assertThat(fixture.queue.counts().studied()).isZero();
    }

    @Test
    void buildThatIsFoundWrongIsMadeAgain() throws Exception {
        fixture.atLeisure = build -> build.attempt() == 1;
        fixture.push(1);
        await().atMost(QueueFixture.LIMIT).until(() -> fixture.build(1).attempt() == 2);
        fixture.awaitState(1, BuildState.SUCCESS);
        awaitNothingToDo();
        assertThat(fixture.build(1).attempt()).isEqualTo(2);
    }
}

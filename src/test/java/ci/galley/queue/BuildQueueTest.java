package ci.galley.queue;

import static ci.galley.store.StoreFixture.MATHS;
import static ci.galley.store.StoreFixture.NOW;
import static ci.galley.store.StoreFixture.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.ProjectName;
import ci.galley.model.Trigger;
import ci.galley.queue.BuildQueue.Admission;
import ci.galley.store.BuildStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BuildQueueTest {
    @TempDir
    Path folder;

    private QueueFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new QueueFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void pushIsOnDiskBeforeItIsAnswered() throws Exception {
        fixture.hold(1);
        Admission admission = fixture.push(1, 7, NOW);
        assertThat(admission.accepted()).isTrue();
        Build build = admission.build();
        assertThat(build.branch()).isEqualTo("master");
        assertThat(build.trigger()).isEqualTo(Trigger.WEBHOOK);
        assertThat(build.history().before()).isEqualTo(commit(7));
        assertThat(build.history().pushedAt()).isEqualTo(NOW);
        assertThat(Files.readString(
                        fixture.files.layout().build(MATHS, commit(1)).resolve(".status.json")))
                .contains("\"trigger\":\"webhook\"");
        assertThat(fixture.last()).isEqualTo(commit(1));
    }

    @Test
    void buildsOfAProjectRunOneAfterTheOtherInTheirOrder() throws Exception {
        fixture.hold(1);
        for (int number = 1; number <= 5; number++) {
            fixture.push(number);
        }
        assertThat(fixture.queue.waiting(MATHS)).isBetween(4, 5);
        fixture.release(1);
        fixture.awaitIdle();
        assertThat(fixture.ran).containsExactly(commit(1), commit(2), commit(3), commit(4), commit(5));
        assertThat(fixture.mostAtATime).hasValue(1);
        assertThat(fixture.last()).isEqualTo(commit(5));
    }

    @Test
    void noMoreThanMaxBuildsRunAtATimeOverAllProjects() throws Exception {
        fixture.close();
        fixture = new QueueFixture(folder, 2);
        fixture.hold(1);
        List<ProjectName> projects =
                IntStream.range(0, 5).mapToObj(i -> new ProjectName("P" + i)).toList();
        for (ProjectName project : projects) {
            fixture.queue.request(project, commit(1), Trigger.GET);
            fixture.queue.request(project, commit(2), Trigger.GET);
        }
        await().atMost(QueueFixture.LIMIT).until(() -> fixture.queue.counts().equals(new BuildQueue.Counts(8, 2, 0)));
        fixture.release(1);
        fixture.awaitIdle();
        assertThat(fixture.ran).hasSize(10);
        assertThat(fixture.mostAtATime).hasValue(2);
    }

    @Test
    void threadsEndWhenThereIsNothingToDo() throws Exception {
        ProjectName alone = new ProjectName("Alone");
        fixture.queue.request(alone, commit(1), Trigger.GET);
        fixture.awaitIdle();
        await().atMost(QueueFixture.LIMIT)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("build-Alone")));
        fixture.queue.request(alone, commit(2), Trigger.GET);
        fixture.awaitIdle();
        assertThat(fixture.ran).containsExactly(commit(1), commit(2));
    }

    @Test
    void sameCommitWaitingOrRunningIsTheSameBuild() throws Exception {
        fixture.hold(1);
        fixture.push(1);
        fixture.awaitState(1, BuildState.RUNNING);
        fixture.push(2);
        for (Admission again :
                List.of(fixture.push(1), fixture.request(1), fixture.rebuild(1), fixture.push(2), fixture.rebuild(2))) {
            assertThat(again.accepted()).isTrue();
            assertThat(again.build().attempt()).isEqualTo(1);
        }
        fixture.release(1);
        fixture.awaitIdle();
        assertThat(fixture.ran).containsExactly(commit(1), commit(2));
    }

    @Test
    void redeliveryOfAFinishedBuildBuildsNothing() throws Exception {
        fixture.endings.put(commit(2), BuildState.FAILURE);
        for (int number : new int[] {1, 2}) {
            fixture.push(number);
            fixture.awaitIdle();
            Admission again = fixture.push(number);
            assertThat(again.accepted()).isFalse();
            assertThat(again.build().attempt()).isEqualTo(1);
        }
        assertThat(fixture.ran).containsExactly(commit(1), commit(2));
    }

    @Test
    void redeliveryOfAnErrorOrACancelledBuildIsANewAttempt() throws Exception {
        fixture.endings.put(commit(1), BuildState.ERROR);
        fixture.endings.put(commit(2), BuildState.CANCELLED);
        for (int number : new int[] {1, 2}) {
            fixture.push(number);
            fixture.awaitIdle();
            Admission again = fixture.push(number);
            assertThat(again.accepted()).isTrue();
            assertThat(again.build().attempt()).isEqualTo(2);
            fixture.awaitIdle();
        }
    }

    @Test
    void wishForABuildKeepsASuccessAndRepeatsWhatIsNone() throws Exception {
        fixture.endings.put(commit(2), BuildState.FAILURE);
        fixture.endings.put(commit(3), BuildState.ERROR);
        for (int number = 1; number <= 3; number++) {
            assertThat(fixture.request(number).accepted()).isTrue();
            fixture.awaitIdle();
            Admission again = fixture.request(number);
            assertThat(again.accepted()).isEqualTo(number != 1);
            assertThat(again.build().attempt()).isEqualTo(number == 1 ? 1 : 2);
            fixture.awaitIdle();
        }
        Admission rebuilt = fixture.rebuild(1);
        assertThat(rebuilt.accepted()).isTrue();
        assertThat(rebuilt.build().attempt()).isEqualTo(2);
        assertThat(rebuilt.build().trigger()).isEqualTo(Trigger.API);
        assertThat(fixture.last()).isNull();
    }

    @Test
    void pushToAnotherBranchBuildsAndMovesNothing() throws Exception {
        fixture.push(1);
        Admission other = fixture.pushTo("draft-2", 2);
        assertThat(other.build().branch()).isEqualTo("draft-2");
        assertThat(other.build().history()).isEqualTo(Build.History.NONE);
        fixture.awaitIdle();
        assertThat(fixture.last()).isEqualTo(commit(1));
        assertThat(fixture.pushTo("draft-2", 1).accepted()).isFalse();
        assertThat(fixture.build(1).branch()).isEqualTo("master");
        fixture.push(2);
        assertThat(fixture.build(2).branch()).isEqualTo("master");
        assertThat(fixture.last()).isEqualTo(commit(2));
    }

    @Test
    void rebuildOfAnOlderCommitMovesNothing() throws Exception {
        fixture.push(1);
        fixture.push(2);
        fixture.awaitIdle();
        fixture.rebuild(1);
        fixture.request(3);
        assertThat(fixture.last()).isEqualTo(commit(2));
        fixture.awaitIdle();
        assertThat(fixture.last()).isEqualTo(commit(2));
    }

    @Test
    void pushThatIsDeliveredLateIsBuiltAndMovesNothing() throws Exception {
        fixture.push(2, 1, null);
        fixture.push(1, 7, null);
        fixture.ancestorOf(2, 3);
        fixture.push(3, 7, null);
        assertThat(fixture.last()).isEqualTo(commit(2));
        fixture.awaitIdle();
        assertThat(fixture.ran).containsExactly(commit(2), commit(1), commit(3));
        fixture.push(4, 2, null);
        assertThat(fixture.last()).isEqualTo(commit(4));
        assertThat(fixture.build(1).history().place())
                .isLessThan(fixture.build(2).history().place());
        assertThat(fixture.build(1).history().pushed()).isTrue();
    }

    @Test
    void commitThatIsHeadAgainIsLastAgainWithoutABuildAndTheFolderFollows() throws Exception {
        fixture.push(1, null, NOW);
        fixture.push(2, 1, NOW.plusSeconds(1));
        fixture.awaitIdle();
        Admission back = fixture.push(1, 2, NOW.plusSeconds(2));
        assertThat(back.accepted()).isFalse();
        assertThat(back.build().history().follow()).isTrue();
        assertThat(fixture.last()).isEqualTo(commit(1));
        await().atMost(QueueFixture.LIMIT)
                .until(() -> !fixture.build(1).history().follow());
        assertThat(fixture.followed).containsExactly(commit(1));
        assertThat(fixture.ran).containsExactly(commit(1), commit(2));
        // the push in between, delivered once more, is older now
        fixture.push(2, 1, NOW.plusSeconds(1));
        assertThat(fixture.last()).isEqualTo(commit(1));
    }

    @Test
    void folderFollowsAHeadThatWasBuiltBetweenOthers() throws Exception {
        fixture.hold(1);
        fixture.push(1);
        fixture.push(2, 1, null);
        fixture.push(1, 2, null);
        assertThat(fixture.last()).isEqualTo(commit(1));
        assertThat(fixture.followed).isEmpty();
        fixture.release(1);
        await().atMost(QueueFixture.LIMIT).until(() -> fixture.followed.equals(List.of(commit(1))));
        assertThat(fixture.ran).containsExactly(commit(1), commit(2));
    }

    @Test
    void folderFollowsTheNewestHeadAlone() throws Exception {
        fixture.push(1);
        fixture.push(2, 1, null);
        fixture.awaitIdle();
        fixture.hold(3);
        fixture.push(3, 2, null);
        fixture.push(1, 3, null);
        fixture.push(2, 1, null);
        fixture.release(3);
        await().atMost(QueueFixture.LIMIT).until(() -> fixture.followed.equals(List.of(commit(2))));
    }

    @Test
    void folderThatCannotFollowIsTriedOnce() throws Exception {
        fixture.close();
        BuildStore store = fixture.files.reopen();
        fixture.store = store;
        fixture.queue = new BuildQueue(
                store,
                new NoProjects(),
                build -> {},
                build -> {
                    fixture.followed.add(build.commit());
                    throw new IllegalStateException("in the way");
                },
                build -> false,
                1,
                Clock.systemUTC());
        fixture.request(1);
        fixture.request(2);
        fixture.awaitIdle();
        store.update(
                MATHS,
                commit(1),
                build -> build.with(build.history().pushed(null, null, 4).follow(true)));
        fixture.queue.recover();
        await().atMost(QueueFixture.LIMIT)
                .until(() -> !fixture.build(1).history().follow());
        assertThat(fixture.followed).containsExactly(commit(1));
    }

    @Test
    void hundredBuildsMayWaitAndNoMore() throws Exception {
        fixture.hold(1);
        fixture.push(1);
        fixture.awaitState(1, BuildState.RUNNING);
        for (int number = 2; number <= 101; number++) {
            fixture.push(number);
        }
        assertThat(fixture.queue.waiting(MATHS)).isEqualTo(100);
        for (Refused refused :
                List.<Refused>of(() -> fixture.push(102), () -> fixture.request(102), () -> fixture.rebuild(102))) {
            assertThatThrownBy(refused::run)
                    .isInstanceOf(QueueFullException.class)
                    .hasMessage("100 builds of Maths wait already; try again when some are done.");
        }
        assertThat(fixture.store.find(MATHS, commit(102))).isEmpty();
        assertThat(fixture.files.layout().build(MATHS, commit(102))).doesNotExist();
        assertThat(fixture.last()).isEqualTo(commit(101));
        // what is there already is no more
        assertThat(fixture.push(50).accepted()).isTrue();
        assertThat(fixture.queue
                        .request(new ProjectName("Physics"), commit(1), Trigger.GET)
                        .accepted())
                .isTrue();
        fixture.release(1);
        fixture.awaitIdle();
        assertThat(fixture.push(102).accepted()).isTrue();
    }

    @Test
    void runnerThatFailsUnexpectedlyLeavesAnError() throws Exception {
        fixture.failures.put(commit(1), new IllegalStateException("a secret path /home/ada"));
        fixture.failures.put(commit(2), new CancellationException("that nobody asked for"));
        fixture.push(1);
        fixture.push(2);
        fixture.push(3);
        fixture.awaitIdle();
        for (int number : new int[] {1, 2}) {
            assertThat(fixture.state(number)).isEqualTo(BuildState.ERROR);
            assertThat(fixture.build(number).reason())
                    .isEqualTo("Galley itself failed at this commit; its own log says more. Build it again.");
            assertThat(fixture.build(number).duration()).isNotNull();
        }
        assertThat(fixture.state(3)).isEqualTo(BuildState.SUCCESS);
    }

    @Test
    void pushThatCannotBeWrittenIsRefusedAndTheNextOneIsNot() throws Exception {
        Path output = Files.writeString(fixture.files.layout().output(MATHS), "a file in the way");
        assertThatThrownBy(() -> fixture.push(1)).isInstanceOf(IOException.class);
        assertThat(fixture.queue.counts()).isEqualTo(new BuildQueue.Counts(0, 0, 0));
        Files.delete(output);
        fixture.push(1);
        fixture.awaitIdle();
        assertThat(fixture.ran).containsExactly(commit(1));
    }

    @Test
    void endThatCannotBeWrittenIsWrittenWhenThereIsRoomAgain() throws Exception {
        fixture.hold(1);
        fixture.push(1);
        fixture.awaitState(1, BuildState.RUNNING);
        Path build = fixture.files.layout().build(MATHS, commit(1));
        Path aside = Files.move(build, folder.resolve("aside"));
        Files.writeString(build, "a file in the way");
        fixture.release(1);
        await().atMost(QueueFixture.LIMIT).until(() -> fixture.queue.counts().running() == 0);
        assertThat(fixture.state(1)).isEqualTo(BuildState.RUNNING);
        Files.delete(build);
        Files.move(aside, build);
        fixture.awaitState(1, BuildState.ERROR);
        assertThat(fixture.files.reopen().find(MATHS, commit(1)).map(Build::state))
                .contains(BuildState.ERROR);
    }

    private interface Refused {
        void run() throws Exception;
    }
}

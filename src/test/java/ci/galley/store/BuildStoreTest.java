package ci.galley.store;

import static ci.galley.store.StoreFixture.MATHS;
import static ci.galley.store.StoreFixture.NOW;
import static ci.galley.store.StoreFixture.commit;
import static ci.galley.store.StoreFixture.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.CommitInfo;
import ci.galley.model.Layout;
import ci.galley.model.ProjectName;
import ci.galley.model.Trigger;
import ci.galley.support.io.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BuildStoreTest {
    @TempDir
    Path folder;

    private StoreFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new StoreFixture(folder);
    }

    @Test
    void recordIsThereAfterARestart() throws IOException {
        fixture.push(commit(1));
        Build build = fixture.succeed(commit(1), "Document", "one").reported(BuildState.SUCCESS);
        fixture.store.update(MATHS, commit(1), old -> old.reported(BuildState.SUCCESS));
        assertThat(fixture.reopen().find(MATHS, commit(1))).contains(build);
        assertThat(fixture.store.all()).containsExactly(build);
        assertThat(names(fixture.folder(commit(1))))
                .containsExactly(
                        ".log", ".problems.json", ".status.json", ".status.svg", "Document.aux", "Document.pdf");
    }

    @Test
    void secondCreationFindsTheFirst() throws IOException {
        Build first = fixture.queue(commit(1));
        assertThat(fixture.queue(commit(1))).isEqualTo(first);
        assertThat(fixture.queue(commit(2)).sequence()).isGreaterThan(first.sequence());
    }

    @Test
    void changeOfWhatIsNotThereIsRefused() {
        assertThatThrownBy(() -> fixture.start(commit(1))).isInstanceOf(IllegalStateException.class);
        assertThat(fixture.output()).doesNotExist();
    }

    @Test
    void changeMustNotMakeAnotherBuild() throws IOException {
        fixture.queue(commit(1));
        assertThatThrownBy(
                        () -> fixture.store.update(MATHS, commit(1), old -> StoreFixture.queued(MATHS, commit(2), 1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void sequencesGoOnAfterARestart() throws IOException {
        fixture.queue(commit(1));
        long before = fixture.queue(commit(2)).sequence();
        fixture.reopen();
        assertThat(fixture.queue(commit(3)).sequence()).isGreaterThan(before);
    }

    @Test
    void listenersAreToldInOrderOnceTheRecordIsOnDisk() throws IOException {
        List<String> told = new ArrayList<>();
        fixture.store.addListener(build -> {
            told.add(build.state().word());
            assertThat(fixture.folder(build.commit()).resolve(".status.json")).hasBinaryContent(BuildStore.json(build));
        });
        fixture.queue(commit(1));
        fixture.start(commit(1));
        fixture.store.update(MATHS, commit(1), build -> build);
        fixture.end(commit(1), BuildState.ERROR);
        assertThat(told).containsExactly("queued", "running", "error");
    }

    @Test
    void listenerThatFailsHarmsNobody() throws IOException {
        List<BuildState> told = new ArrayList<>();
        fixture.store.addListener(build -> {
            throw new IllegalStateException("listener");
        });
        fixture.store.addListener(build -> told.add(build.state()));
        fixture.queue(commit(1));
        assertThat(told).containsExactly(BuildState.QUEUED);
        assertThat(fixture.store.find(MATHS, commit(1))).isPresent();
    }

    @Test
    void changeThatAListenerMakesIsToldAfterTheOneItHeardOf() throws IOException {
        List<String> told = new ArrayList<>();
        fixture.store.addListener(build -> {
            if (build.reported() == null) {
                change(() -> fixture.store.update(MATHS, build.commit(), old -> old.reported(BuildState.QUEUED)));
            }
        });
        fixture.store.addListener(build -> told.add(build.state() + " " + build.reported()));
        fixture.queue(commit(1));
        assertThat(told).containsExactly("QUEUED null", "QUEUED QUEUED");
    }

    @Test
    void changesOfManyThreadsAreToldInTheirOrder() throws Exception {
        fixture.queue(commit(1));
        List<Integer> told = Collections.synchronizedList(new ArrayList<>());
        fixture.store.addListener(build -> told.add(build.attempt()));
        inThreads(8, thread -> {
            for (int i = 0; i < 25; i++) {
                fixture.store.update(MATHS, commit(1), build -> build.queuedAgain(Trigger.API, NOW));
            }
        });
        assertThat(told)
                .containsExactlyElementsOf(IntStream.rangeClosed(2, 201).boxed().toList());
    }

    @Test
    void fiftyThreadsWithTwentyCommitsMakeTwentyRecords() throws Exception {
        inThreads(50, thread -> {
            for (int number = 1; number <= 20; number++) {
                fixture.queue(commit((number + thread) % 20 + 1));
            }
        });
        assertThat(fixture.store.all()).hasSize(20);
        assertThat(fixture.store.all()).extracting(Build::sequence).doesNotHaveDuplicates();
        List<Build> before = fixture.store.all();
        assertThat(fixture.reopen().all()).isEqualTo(before);
    }

    @Test
    void recordThatCannotBeWrittenIsNotThereAndNobodyIsTold() throws IOException {
        List<Build> told = new ArrayList<>();
        fixture.store.addListener(told::add);
        Files.writeString(fixture.output(), "a file where the folder should be");
        assertThatThrownBy(() -> fixture.queue(commit(1))).isInstanceOf(IOException.class);
        assertThat(fixture.store.find(MATHS, commit(1))).isEmpty();
        assertThat(told).isEmpty();
        Files.delete(fixture.output());
        assertThat(fixture.queue(commit(1)).state()).isEqualTo(BuildState.QUEUED);
    }

    @Test
    void changeThatCannotBeWrittenLeavesTheOldRecordWhole() throws IOException {
        Build queued = fixture.queue(commit(1));
        List<Build> told = new ArrayList<>();
        fixture.store.addListener(told::add);
        Path record = fixture.folder(commit(1)).resolve(".status.json");
        Path aside = Files.move(record, folder.resolve("aside"));
        // rename(2) does not put a file in the place of a folder that is not empty
        Files.createFile(Files.createDirectory(record).resolve("inside"));
        assertThatThrownBy(() -> fixture.end(commit(1), BuildState.ERROR)).isInstanceOf(IOException.class);
        assertThat(fixture.store.find(MATHS, commit(1))).contains(queued);
        assertThat(told).isEmpty();
        Trees.delete(record);
        Files.move(aside, record);
        assertThat(names(fixture.folder(commit(1)))).containsExactly(".status.json", ".status.svg");
        assertThat(fixture.end(commit(1), BuildState.ERROR).state()).isEqualTo(BuildState.ERROR);
        assertThat(told).hasSize(1);
    }

    @Test
    void badgeThatCannotBeDrawnHarmsNoBuild() throws IOException {
        fixture = new StoreFixture(folder, build -> {
            throw new IllegalArgumentException("badge");
        });
        fixture.push(commit(1));
        fixture.succeed(commit(1), "Document", "one");
        assertThat(fixture.newestPdf()).isEqualTo("%PDF-one");
        fixture.reopen();
        assertThat(fixture.folder(commit(1)).resolve(".status.svg")).hasContent("<svg>success</svg>");
        assertThat(fixture.output().resolve(".status.svg")).hasContent("<svg>success</svg>");
    }

    @Test
    void badgeThatCouldNotBeDrawnIsDrawnWithTheNextChange() throws IOException {
        AtomicBoolean drawn = new AtomicBoolean(true);
        fixture = new StoreFixture(folder, build -> {
            if (!drawn.get()) {
                throw new IllegalArgumentException("badge");
            }
            return StoreFixture.BADGE.apply(build);
        });
        fixture.push(commit(1));
        drawn.set(false);
        fixture.start(commit(1));
        drawn.set(true);
        fixture.describe(commit(1), NOW, true);
        assertThat(fixture.folder(commit(1)).resolve(".status.svg")).hasContent("<svg>running</svg>");
    }

    @Test
    void badgeThatWouldBeTheSameIsNotWrittenAgain() throws IOException {
        fixture.push(commit(1));
        fixture.start(commit(1));
        Path badge = fixture.folder(commit(1)).resolve(".status.svg");
        Object file = Files.getAttribute(badge, "unix:ino");
        fixture.describe(commit(1), NOW, true);
        assertThat(Files.getAttribute(badge, "unix:ino")).isEqualTo(file);
        assertThat(Files.getLastModifiedTime(badge))
                .isGreaterThanOrEqualTo(Files.getLastModifiedTime(badge.resolveSibling(".status.json")));
    }

    @Test
    void badgeFollowsEveryChange() throws IOException {
        fixture.queue(commit(1));
        assertThat(fixture.folder(commit(1)).resolve(".status.svg")).hasContent("<svg>queued</svg>");
        fixture.fail(commit(1));
        assertThat(fixture.folder(commit(1)).resolve(".status.svg")).hasContent("<svg>failure</svg>");
    }

    @Test
    void recordsThatAppearLaterAreFoundWithoutARestart() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        StoreFixture other = new StoreFixture(elsewhere);
        other.push(commit(1));
        other.succeed(commit(1), "Document", "one");
        assertThat(fixture.store.last(MATHS)).isEmpty();
        assertThat(fixture.store.list(MATHS, BuildQuery.newest(5))).isEmpty();
        Files.move(other.output(), fixture.output());
        assertThat(fixture.last()).isEqualTo(commit(1));
        assertThat(fixture.queue(commit(2)).sequence()).isEqualTo(2);
    }

    @Test
    void outputFolderMayBeALinkToAnotherDisk() throws IOException {
        Files.createSymbolicLink(fixture.output(), Files.createDirectory(folder.resolve("disk")));
        fixture.push(commit(1));
        fixture.succeed(commit(1), "Document", "one");
        fixture.reopen();
        assertThat(fixture.newestPdf()).isEqualTo("%PDF-one");
    }

    @Test
    void outputFolderThatSomebodyDeletesIsMadeAgain() throws IOException {
        fixture.queue(commit(1));
        Trees.delete(fixture.output());
        fixture.store.update(MATHS, commit(1), build -> build.started(NOW));
        assertThat(fixture.reopen().find(MATHS, commit(1)).map(Build::state)).contains(BuildState.RUNNING);
    }

    @Test
    void questionsOfProjectsThatAreNotThereLeaveNoTrace() {
        for (int i = 0; i < 100; i++) {
            ProjectName nobody = new ProjectName("nobody" + i);
            assertThat(fixture.store.find(nobody, commit(1))).isEmpty();
            assertThat(fixture.store.newestPdf(nobody)).isEmpty();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void folderOfProjectsThatIsNotThereIsAFailure() {
        assertThatThrownBy(
                        () -> BuildStore.open(new Layout(folder.resolve("missing"), "_build"), StoreFixture.BADGE, 100))
                .isInstanceOf(IOException.class);
    }

    @Test
    void listIsNewestFirstWithCursorAndFilters() throws IOException {
        for (int number = 1; number <= 9; number++) {
            fixture.queue(commit(number));
            String branch = number % 2 == 0 ? "draft" : "master";
            CommitInfo info = new CommitInfo("Lemma " + number, number == 5 ? "Émilie" : "Ada", NOW);
            fixture.store.update(MATHS, commit(number), build -> build.described(info, branch));
        }
        fixture.fail(commit(3));
        assertThat(numbers(BuildQuery.newest(3))).containsExactly(9, 8, 7);
        assertThat(numbers(new BuildQuery(3, 7L, null, null, null))).containsExactly(6, 5, 4);
        assertThat(numbers(new BuildQuery(3, 1L, null, null, null))).isEmpty();
        assertThat(numbers(new BuildQuery(2, 7L, "draft", null, null))).containsExactly(6, 4);
        assertThat(numbers(new BuildQuery(9, null, null, BuildState.FAILURE, null)))
                .containsExactly(3);
        assertThat(numbers(new BuildQuery(9, null, null, null, "LEMMA 4"))).containsExactly(4);
        assertThat(numbers(new BuildQuery(9, null, null, null, "émilie"))).containsExactly(5);
        assertThat(numbers(new BuildQuery(9, null, null, null, commit(6).value())))
                .containsExactly(6);
        assertThat(numbers(new BuildQuery(9, null, null, null, ""))).hasSize(9);
        assertThat(numbers(new BuildQuery(9, null, "other", null, null))).isEmpty();
        assertThatThrownBy(() -> BuildQuery.newest(0)).hasMessageContaining("limit is 0");
    }

    private List<Integer> numbers(BuildQuery query) {
        return fixture.store.list(MATHS, query).stream()
                .map(build -> Integer.parseInt(build.commit().value(), 16))
                .toList();
    }

    private interface Step {
        void run() throws IOException;
    }

    private interface NumberedStep {
        void run(int number) throws IOException;
    }

    private static void change(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void inThreads(int count, NumberedStep step) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            CountDownLatch together = new CountDownLatch(count);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    step.run(number);
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}

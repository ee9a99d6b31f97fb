package ci.galley.store;

import static ci.galley.store.StoreFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.Artifact;
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
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Pi has little memory: an index of 20,000 builds of 200 projects takes at most 30 MiB. */
class StoreSizeTest {
    private static final int PROJECTS = 20;
    private static final int BUILDS = 100;
    private static final long MAX_BYTES_PER_BUILD = (30L << 20) / 20_000;

    private final Random random = new Random(1);

    @TempDir
    Path folder;

    @Test
    void manyBuildsAreLoadedSoonAndStaySmall() throws IOException {
        for (int project = 0; project < PROJECTS; project++) {
            writeRecords(new ProjectName("Project" + project));
        }
        Layout layout = new Layout(folder, "_build");
        BuildStore.open(layout, StoreFixture.BADGE, 100).all();
        long before = heap();
        long start = System.nanoTime();
        BuildStore store = BuildStore.open(layout, StoreFixture.BADGE, 100);
        assertThat(store.all()).hasSize(PROJECTS * BUILDS);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        long each = (heap() - before) / (PROJECTS * BUILDS);
        System.out.println("store: " + each + " bytes of heap a build, " + took.toMillis() + " ms for "
                + PROJECTS * BUILDS + " records");
        assertThat(each).isLessThan(MAX_BYTES_PER_BUILD);
        // a fraction of a second for 1,000, with room for a busy machine
        assertThat(took).isLessThan(Duration.ofSeconds(5));
    }

    private void writeRecords(ProjectName project) throws IOException {
        for (int i = 1; i <= BUILDS; i++) {
            Build build = build(project, i);
            Path record = Files.createDirectories(
                    folder.resolve(project + "_build").resolve(build.commit().value()));
            Files.write(record.resolve(".status.json"), BuildStore.json(build));
            Files.write(record.resolve(".status.svg"), StoreFixture.BADGE.apply(build));
        }
    }

    private Build build(ProjectName project, int sequence) {
        byte[] hash = new byte[20];
        random.nextBytes(hash);
        CommitHash commit = new CommitHash(HexFormat.of().formatHex(hash));
        String message = "Prove lemma " + sequence + "\n\n" + "Because it was not proven before. ".repeat(5);
        return Build.queued(project, commit, sequence, "master", Trigger.WEBHOOK, NOW)
                .with(Build.History.NONE.pushed(commit, NOW, sequence * 2L + 4))
                .described(new CommitInfo(message, "Ada Lovelace", NOW), null)
                .started(NOW)
                .finished(
                        BuildState.SUCCESS,
                        new Result(
                                NOW,
                                Duration.ofMillis(4210),
                                null,
                                List.of(new Artifact("pdf", "Document.pdf", 48213, 12)),
                                new ProblemCounts(0, 3, 5)))
                .reported(BuildState.SUCCESS);
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}

package ci.galley.store;

import static ci.galley.store.StoreFixture.BADGE;
import static ci.galley.store.StoreFixture.MATHS;
import static ci.galley.store.StoreFixture.NOW;
import static ci.galley.store.StoreFixture.commit;
import static ci.galley.store.StoreFixture.names;
import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.support.io.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The folder as a daemon that was killed in between leaves it, opened by the next one. */
@Timeout(120)
class CrashTest {
    @TempDir
    Path folder;

    /** A copy of the folder, and the change that was on its way when it was taken. */
    private record Snapshot(Path folder, Build changing) {}

    private final List<Snapshot> snapshots = new ArrayList<>();

    @Test
    void storeThatWasKilledBetweenARecordAndWhatFollowsMendsItself() throws IOException {
        Path live = Files.createDirectory(folder.resolve("live"));
        // the badge is drawn when the record is on disk and nothing else is yet
        StoreFixture fixture = new StoreFixture(live, build -> {
            snapshot(live, build);
            return BADGE.apply(build);
        });
        fixture.store.addListener(build -> snapshot(live, build));
        liveThroughAll(fixture);

        assertThat(snapshots).hasSizeGreaterThan(30);
        for (Snapshot snapshot : snapshots) {
            assertMended(snapshot);
        }
    }

    private static void liveThroughAll(StoreFixture fixture) throws IOException {
        fixture.push(commit(1));
        fixture.succeed(commit(1), "Document", "one");
        fixture.push(commit(2));
        fixture.fail(commit(2));
        fixture.push(commit(3));
        fixture.succeed(commit(3), "Thesis", "three");
        fixture.again(commit(3));
        fixture.fail(commit(3));
        fixture.push(commit(4));
        fixture.unknown(commit(4));
        long place = fixture.store.nextPlace(MATHS);
        fixture.store.update(
                MATHS,
                commit(1),
                build -> build.with(build.history().placed(place).follow(true)));
    }

    private void assertMended(Snapshot snapshot) throws IOException {
        StoreFixture after = new StoreFixture(snapshot.folder());
        Build changing = snapshot.changing();
        assertThat(after.store.find(MATHS, changing.commit())).contains(changing);
        Build last = after.store.last(MATHS).orElse(null);
        if (last != null) {
            assertThat(Files.readSymbolicLink(after.output().resolve("last")))
                    .isEqualTo(Path.of(last.commit().value()));
            assertThat(after.output().resolve(".status.json")).hasBinaryContent(BuildStore.json(last));
            assertThat(after.output().resolve(".status.svg")).hasBinaryContent(BADGE.apply(last));
        }
        assertOnePdfAtMost(after);
        // and goes on from there
        after.push(commit(9));
        after.succeed(commit(9), "Other", "nine");
        assertThat(after.newestPdf()).isEqualTo("%PDF-nine");
        assertThat(pdfs(after)).containsExactly("Other.pdf");
    }

    private static void assertOnePdfAtMost(StoreFixture after) throws IOException {
        assertThat(pdfs(after)).hasSizeLessThanOrEqualTo(1);
        for (Build build : after.store.all()) {
            if (build.state() == BuildState.SUCCESS) {
                assertThat(after.store.pdf(build)).isPresent();
            }
        }
    }

    private static List<String> pdfs(StoreFixture fixture) throws IOException {
        return names(fixture.output()).stream().filter(FileNames::isPdf).toList();
    }

    @Test
    void halfWrittenFilesAndFoldersWithoutARecordAreClearedAway() throws IOException {
        StoreFixture fixture = new StoreFixture(folder);
        fixture.push(commit(1));
        fixture.succeed(commit(1), "Document", "one");
        Path half = AtomicFiles.temporaryBeside(fixture.folder(commit(1)).resolve(".status.json"));
        Files.writeString(half, "{\"project\":\"Ma");
        Path halfShown = AtomicFiles.temporaryBeside(fixture.output().resolve("Document.pdf"));
        Files.writeString(halfShown, "%PDF");
        Path halfDeleted = Files.createDirectory(AtomicFiles.temporaryBeside(fixture.folder(commit(7))));
        Files.writeString(halfDeleted.resolve(".status.json"), "{}");
        Path withoutRecord = Files.createDirectory(fixture.folder(commit(8)));
        Path onlyHalf = Files.createDirectory(fixture.folder(commit(6)));
        Files.writeString(AtomicFiles.temporaryBeside(onlyHalf.resolve(".status.json")), "{");
        Path withFiles = Files.createDirectory(fixture.folder(commit(5)));
        Files.writeString(withFiles.resolve("Document.pdf"), "%PDF of a record that was lost");

        fixture.reopen();

        assertThat(Stream.of(half, halfShown, halfDeleted, withoutRecord, onlyHalf))
                .noneMatch(Files::exists);
        assertThat(withFiles.resolve("Document.pdf")).exists();
        assertThat(fixture.store.all()).hasSize(1);
        assertThat(fixture.newestPdf()).isEqualTo("%PDF-one");
    }

    @Test
    void badgeThatIsOlderThanItsRecordIsDrawnAgain() throws IOException {
        StoreFixture fixture = new StoreFixture(folder);
        fixture.push(commit(1));
        Path badge = fixture.folder(commit(1)).resolve(".status.svg");
        Files.writeString(badge, "<svg>old</svg>");
        Files.setLastModifiedTime(badge, FileTime.from(NOW.minusSeconds(3600)));
        fixture.reopen();
        assertThat(badge).hasContent("<svg>queued</svg>");
    }

    private void snapshot(Path live, Build build) {
        Path copy = folder.resolve("snapshot" + snapshots.size());
        try {
            // cp keeps links as links
            int exit = new ProcessBuilder("cp", "-a", live.toString(), copy.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(exit).as("cp -a").isZero();
            snapshots.add(new Snapshot(copy, build));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

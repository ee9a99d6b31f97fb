package ci.galley.store;

import static ci.galley.store.StoreFixture.MATHS;
import static ci.galley.store.StoreFixture.NOW;
import static ci.galley.store.StoreFixture.commit;
import static ci.galley.store.StoreFixture.names;
import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.support.io.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a project's output folder shows: the last build, and the newest PDF of the tracked branch. */
class OutputFolderTest {
    @TempDir
    Path folder;

    private StoreFixture fixture;
    private Path output;

    @BeforeEach
    void open() throws IOException {
        fixture = new StoreFixture(folder);
        output = fixture.output();
    }

    @Test
    void lastBuildIsShownFromTheMomentItIsQueued() throws IOException {
        fixture.push(commit(1));
        assertShown(1, "queued");
        assertThat(names(output))
                .containsExactly(
                        ".shown.json", ".status.json", ".status.svg", commit(1).value(), "last");
        fixture.start(commit(1));
        assertShown(1, "running");
        assertThat(output.resolve(".log")).hasContent("--- Attempt 1 of 0000000.");
        fixture.succeed(commit(1), "Document", "one");
        assertShown(1, "success");
        assertThat(output.resolve("Document.pdf")).hasContent("%PDF-one");
        assertThat(output.resolve("Document.aux")).hasContent("aux of one");
        assertThat(Files.isSameFile(
                        output.resolve("Document.pdf"),
                        fixture.folder(commit(1)).resolve("Document.pdf")))
                .isTrue();
    }

    @Test
    void lastBuildsLogGrowsInBothPlaces() throws IOException {
        Build build = fixture.push(commit(1));
        try (BuildLog log = fixture.store.openLog(build)) {
            log.say("One.");
            assertThat(output.resolve(".log")).hasContent("--- One.");
            log.say("Two.");
            assertThat(output.resolve(".log")).hasContent("--- One.\n--- Two.");
        }
    }

    @Test
    void readerDuringABuildGetsTheOldPdfWhole() throws IOException {
        fixture.push(commit(1));
        fixture.succeed(commit(1), "Document", "one");
        fixture.push(commit(2));
        assertThat(fixture.newestPdf()).isEqualTo("%PDF-one");
        try (InputStream reader = Files.newInputStream(output.resolve("Document.pdf"))) {
            fixture.succeed(commit(2), "Document", "two");
            assertThat(new String(reader.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("%PDF-one");
        }
        assertThat(fixture.newestPdf()).isEqualTo("%PDF-two");
    }

    @Test
    void failureKeepsTheOldPdf() throws IOException {
        fixture.push(commit(1));
        fixture.succeed(commit(1), "Document", "one");
        fixture.push(commit(2));
        fixture.fail(commit(2));
        assertShown(2, "failure");
        assertThat(output.resolve("Document.pdf")).hasContent("%PDF-one");
        assertThat(output.resolve("Document.aux")).doesNotExist();
        fixture.reopen();
        assertThat(fixture.newestPdf()).isEqualTo("%PDF-one");
    }

    @Test
    void rebuildThatFailsTakesThePdfFromTheBuildButNotFromTheTop() throws IOException {
        fixture.push(commit(1));
        fixture.succeed(commit(1), "Document", "one");
        fixture.push(commit(2));
        fixture.succeed(commit(2), "Document", "two");
        Build queued = fixture.again(commit(2));
        assertThat(fixture.store.pdf(queued))
                .hasValueSatisfying(pdf -> assertThat(pdf).hasContent("%PDF-two"));
        assertThat(fixture.newestPdf()).isEqualTo("%PDF-two");
        Build failed = fixture.fail(commit(2));
        assertThat(fixture.store.pdf(failed)).isEmpty();
        assertThat(fixture.folder(commit(2)).resolve("Document.pdf")).doesNotExist();
        assertThat(fixture.newestPdf()).isEqualTo("%PDF-two");
        fixture.reopen();
        assertThat(fixture.newestPdf()).isEqualTo("%PDF-two");
        fixture.again(commit(2));
        fixture.succeed(commit(2), "Document", "two again");
        assertThat(fixture.newestPdf()).isEqualTo("%PDF-two again");
    }

    @Test
    void buildsOfOlderCommitsAndOtherBranchesReplaceNothing() throws IOException {
        fixture.push(commit(1));
        fixture.succeed(commit(1), "Document", "one");
        fixture.push(commit(2));
        fixture.succeed(commit(2), "Document", "two");
        fixture.again(commit(1));
        fixture.succeed(commit(1), "Document", "one again");
        fixture.queue(commit(3));
        fixture.describe(commit(3), NOW.plusSeconds(99), false);
        fixture.succeed(commit(3), "Document", "of another branch");
        fixture.queue(commit(4));
        fixture.describe(commit(4), NOW.plusSeconds(99), true);
        fixture.succeed(commit(4), "Document", "of the tracked branch, but never pushed");
        assertShown(2, "success");
        assertThat(fixture.newestPdf()).isEqualTo("%PDF-two");
    }

    @Test
    void commitThatIsHeadAgainBringsItsPdfBack() throws IOException {
        fixture.push(commit(1));
        fixture.succeed(commit(1), "Document", "one");
        fixture.push(commit(2));
        fixture.succeed(commit(2), "Document", "two");
        long place = fixture.store.nextPlace(MATHS);
        fixture.store.update(
                MATHS, commit(1), build -> build.with(build.history().placed(place)));
        assertShown(1, "success");
        assertThat(fixture.newestPdf()).isEqualTo("%PDF-one");
        fixture.reopen();
        assertThat(fixture.last()).isEqualTo(commit(1));
        assertThat(fixture.newestPdf()).isEqualTo("%PDF-one");
    }

    @Test
    void pushThatCameLateHasTheNewestPdfOnlyUntilTheHeadHasOne() throws IOException {
        fixture.push(commit(1));
        fixture.succeed(commit(1), "Document", "one");
        Build head = fixture.push(commit(3));
        fixture.queue(commit(2));
        fixture.store.update(
                MATHS,
                commit(2),
                build -> build.with(build.history().placed(head.history().place() - 1)));
        fixture.succeed(commit(2), "Document", "two");
        assertShown(3, "queued");
        assertThat(fixture.newestPdf()).isEqualTo("%PDF-two");
        fixture.succeed(commit(3), "Document", "three");
        assertThat(fixture.newestPdf()).isEqualTo("%PDF-three");
    }

    @Test
    void filesOfAnEarlierMainGoAndThoseOfOthersStay() throws IOException {
        fixture.push(commit(1));
        fixture.succeed(commit(1), "Document", "one");
        Files.writeString(output.resolve("Mine.pdf"), "mine");
        fixture.push(commit(2));
        fixture.succeed(commit(2), "Thesis", "two");
        assertThat(names(output))
                .containsExactly(
                        ".log",
                        ".shown.json",
                        ".status.json",
                        ".status.svg",
                        ".work",
                        commit(1).value(),
                        commit(2).value(),
                        "Mine.pdf",
                        "Thesis.aux",
                        "Thesis.pdf",
                        "last");
    }

    @Test
    void filesOfAnEarlierMainGoAlsoAfterARestart() throws IOException {
        fixture.push(commit(1));
        fixture.succeed(commit(1), "Document", "one");
        fixture.reopen();
        fixture.push(commit(2));
        fixture.succeed(commit(2), "Thesis", "two");
        assertThat(output.resolve("Document.pdf")).doesNotExist();
        assertThat(output.resolve("Document.aux")).doesNotExist();
        assertThat(fixture.newestPdf()).isEqualTo("%PDF-two");
    }

    @Test
    void unknownCommitIsLastOnlyUntilItIsKnownToBeUnknown() throws IOException {
        fixture.push(commit(1));
        fixture.succeed(commit(1), "Document", "one");
        fixture.push(commit(2));
        assertShown(2, "queued");
        fixture.unknown(commit(2));
        assertShown(1, "success");
        fixture.again(commit(2));
        assertThat(fixture.last()).isEqualTo(commit(1));
        fixture.reopen();
        assertShown(1, "success");
    }

    @Test
    void unknownCommitThatIsTheOnlyOneIsNotShown() throws IOException {
        fixture.push(commit(1));
        fixture.unknown(commit(1));
        assertThat(fixture.last()).isNull();
        assertThat(names(output)).containsExactly(".shown.json", commit(1).value());
    }

    @Test
    void beforeAnyPushTheNewestCommitOfTheTrackedBranchIsLast() throws IOException {
        fixture.queue(commit(1));
        assertThat(fixture.last()).isNull();
        fixture.describe(commit(1), NOW, true);
        assertThat(fixture.last()).isEqualTo(commit(1));
        fixture.queue(commit(2));
        fixture.describe(commit(2), NOW.minusSeconds(9), true);
        assertThat(fixture.last()).isEqualTo(commit(1));
        fixture.queue(commit(3));
        fixture.describe(commit(3), NOW.plusSeconds(9), true);
        assertThat(fixture.last()).isEqualTo(commit(3));
        fixture.queue(commit(4));
        fixture.describe(commit(4), NOW.plusSeconds(99), false);
        assertThat(fixture.last()).isEqualTo(commit(3));
        fixture.push(commit(5));
        assertThat(fixture.last()).isEqualTo(commit(5));
        fixture.reopen();
        assertThat(fixture.last()).isEqualTo(commit(5));
    }

    @Test
    void headThatTheRemoteNamesCorrectsTheOrderOfDeliveries() throws IOException {
        fixture.push(commit(2));
        fixture.push(commit(1));
        assertThat(fixture.store.headSeen(MATHS, commit(2), commit(1)))
                .hasValueSatisfying(
                        build -> assertThat(build.history().follow()).isTrue());
        assertThat(fixture.last()).isEqualTo(commit(2));
        assertThat(fixture.store.headSeen(MATHS, commit(2), commit(2))).isEmpty();
    }

    @Test
    void headThatTheRemoteNamesChangesNothingWhereAPushCameMeanwhileOrNoneCame() throws IOException {
        fixture.push(commit(1));
        fixture.push(commit(2));
        fixture.push(commit(3));
        fixture.queue(commit(4));
        assertThat(fixture.store.headSeen(MATHS, commit(1), commit(2))).isEmpty();
        assertThat(fixture.store.headSeen(MATHS, commit(1), null)).isEmpty();
        assertThat(fixture.store.headSeen(MATHS, commit(4), commit(3))).isEmpty();
        assertThat(fixture.store.headSeen(MATHS, commit(5), commit(3))).isEmpty();
        assertThat(fixture.last()).isEqualTo(commit(3));
    }

    @Test
    void linksThatAreWrongAreMendedAtTheStart() throws IOException {
        fixture.push(commit(1));
        fixture.succeed(commit(1), "Document", "one");
        fixture.push(commit(2));
        fixture.succeed(commit(2), "Document", "two");
        Files.delete(output.resolve("last"));
        Files.createSymbolicLink(output.resolve("last"), Path.of(commit(1).value()));
        Files.delete(output.resolve(".status.json"));
        Files.delete(output.resolve("Document.pdf"));
        Files.writeString(output.resolve(".shown.json"), "{\"files\": [\"../../x\", 7], \"pdf\": \"/etc/passwd\"");
        fixture.reopen();
        assertShown(2, "success");
        assertThat(output.resolve("Document.pdf")).hasContent("%PDF-two");
    }

    @Test
    void listOfWhatIsShownMakesNobodyDeleteOtherFiles() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "victim");
        fixture.push(commit(1));
        Path list = output.resolve(".shown.json");
        for (String name : new String[] {
            "../victim", victim.toString(), ".", "..", "", commit(1).value(), ".work"
        }) {
            Files.writeString(list, "{\"files\": [\"" + name + "\"], \"pdf\": null, \"commit\": null}");
            fixture.reopen();
            assertThat(victim).exists();
            assertThat(fixture.store.find(MATHS, commit(1))).isPresent();
        }
    }

    @Test
    void outputOfAnotherProgramIsLeftAsItIs() throws IOException {
        Path seeds = Files.createDirectories(output.resolve(commit(1).value()));
        Files.writeString(seeds.resolve(".status.json"), "{\"status\": \"success\"}");
        Files.createSymbolicLink(output.resolve("last"), Path.of(commit(1).value()));
        Files.writeString(output.resolve("Document.pdf"), "%PDF");
        fixture.reopen();
        assertThat(names(output)).containsExactly(commit(1).value(), "Document.pdf", "last");
    }

    @Test
    void namesThatAreTakenByFoldersHarmNoBuild() throws IOException {
        Files.createDirectories(output.resolve("last/inside"));
        Files.createDirectories(output.resolve("Document.pdf/inside"));
        fixture.push(commit(1));
        Build build = fixture.succeed(commit(1), "Document", "one");
        assertThat(build.state()).isEqualTo(BuildState.SUCCESS);
        assertThat(fixture.newestPdf()).isEqualTo("%PDF-one");
        Trees.delete(output.resolve("last"));
        Trees.delete(output.resolve("Document.pdf"));
        fixture.reopen();
        assertShown(1, "success");
        assertThat(output.resolve("Document.pdf")).hasContent("%PDF-one");
    }

    private void assertShown(int number, String state) throws IOException {
        assertThat(fixture.last()).isEqualTo(commit(number));
        assertThat(Files.readSymbolicLink(output.resolve("last")))
                .isEqualTo(Path.of(commit(number).value()));
        assertThat(output.resolve(".status.json"))
                .hasBinaryContent(BuildStore.json(fixture.store.last(MATHS).orElseThrow()));
        assertThat(output.resolve(".status.svg")).hasContent("<svg>" + state + "</svg>");
    }
}

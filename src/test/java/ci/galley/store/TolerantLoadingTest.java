package ci.galley.store;

import static ci.galley.store.StoreFixture.MATHS;
import static ci.galley.store.StoreFixture.commit;
import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import ci.galley.model.ProjectName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A power cut, a person or another program may leave anything in the place of a record. */
@Timeout(60)
class TolerantLoadingTest {
    private static final CommitHash GOOD = commit(1);
    private static final CommitHash BAD = commit(2);

    /** What became of the text of a good record; none may be loaded, and none may keep the other one from being. */
    private static final Map<String, UnaryOperator<String>> MUTANTS = new TreeMap<>(Map.ofEntries(
            Map.entry("empty", text -> ""),
            Map.entry("blank", text -> " \n "),
            Map.entry("zeros", text -> "\0".repeat(text.length())),
            Map.entry("half", text -> text.substring(0, text.length() / 2)),
            Map.entry("all but the last brace", text -> text.substring(0, text.length() - 1)),
            Map.entry("twice", text -> text + text),
            Map.entry("null", text -> "null"),
            Map.entry("array", text -> "[" + text + "]"),
            Map.entry("number", text -> "7"),
            Map.entry("string", text -> "\"success\""),
            Map.entry("empty object", text -> "{}"),
            Map.entry("HTML", text -> "<!DOCTYPE html><title>502</title>"),
            Map.entry("the seed's record", text -> "{\"status\": \"success\", \"message\": \"x\"}"),
            Map.entry("another project", text -> text.replace("\"Maths\"", "\"Physics\"")),
            Map.entry(
                    "another commit",
                    text -> text.replace(BAD.value(), commit(3).value())),
            Map.entry("upper case commit", text -> text.replace("000002\"", "00000A\"")),
            Map.entry("unknown state", text -> text.replace("\"state\":\"success\"", "\"state\":\"sideways\"")),
            Map.entry("state is a number", text -> text.replace("\"state\":\"success\"", "\"state\":1")),
            Map.entry("state missing", text -> text.replace("\"state\":\"success\",", "")),
            Map.entry("attempt zero", text -> text.replace("\"attempt\":1", "\"attempt\":0")),
            Map.entry("attempt a text", text -> text.replace("\"attempt\":1", "\"attempt\":\"1\"")),
            Map.entry("attempt too large", text -> text.replace("\"attempt\":1", "\"attempt\":2147483647")),
            Map.entry("sequence missing", text -> text.replace("\"sequence\":2,", "")),
            Map.entry("sequence negative", text -> text.replace("\"sequence\":2", "\"sequence\":-2")),
            Map.entry("sequence huge", text -> text.replace("\"sequence\":2", "\"sequence\":9223372036854775807")),
            Map.entry("sequence beyond long", text -> text.replace("\"sequence\":2", "\"sequence\":1e999")),
            Map.entry("sequence a fraction", text -> text.replace("\"sequence\":2", "\"sequence\":2.5")),
            Map.entry("date that is none", text -> text.replace("2026-11-22T08:00:00Z", "2026-13-45T99:00:00Z")),
            Map.entry("date a number", text -> text.replace("\"2026-11-22T08:00:00Z\"", "1795334400")),
            Map.entry(
                    "queuedAt null",
                    text -> text.replace("\"queuedAt\":\"2026-11-22T08:00:00Z\"", "\"queuedAt\":null")),
            Map.entry("artifacts null", text -> text.replaceAll("\"artifacts\":\\[.*?]", "\"artifacts\":null")),
            Map.entry("artifact elsewhere", text -> text.replace("Document.pdf", "../../secret.pdf")),
            Map.entry("artifact one of ours", text -> text.replace("Document.pdf", ".status.json")),
            Map.entry("problems a text", text -> text.replaceAll("\"problems\":\\{.*?}", "\"problems\":\"none\"")),
            Map.entry("problems negative", text -> text.replace("\"errors\":0", "\"errors\":-1")),
            Map.entry("duration negative", text -> text.replace("\"durationMs\":1500", "\"durationMs\":-1")),
            Map.entry("history missing", text -> text.replaceAll(",\"history\":\\{.*?}", "")),
            Map.entry("place huge", text -> text.replace("\"place\":6", "\"place\":9223372036854775806")),
            Map.entry("before not a hash", text -> text.replace("\"before\":null", "\"before\":\"HEAD;touch x\"")),
            Map.entry("flag a text", text -> text.replace("\"follow\":false", "\"follow\":\"false\"")),
            Map.entry("nested for ever", text -> "[".repeat(100_000)),
            Map.entry("object nested for ever", text -> "{\"a\":".repeat(100_000)),
            Map.entry("huge", text -> text + " ".repeat(3_000_000)),
            Map.entry("a long number", text -> text.replace("\"attempt\":1", "\"attempt\":" + "1".repeat(5_000))),
            Map.entry("byte order mark of UTF-16", text -> "\ufeff\ufffe" + text)));

    @TempDir
    Path folder;

    private StoreFixture fixture;
    private Path record;

    @BeforeEach
    void twoBuilds() throws IOException {
        fixture = new StoreFixture(folder);
        fixture.push(GOOD);
        fixture.succeed(GOOD, "Document", "good");
        fixture.push(BAD);
        fixture.succeed(BAD, "Document", "bad");
        record = fixture.folder(BAD).resolve(".status.json");
    }

    @Test
    void recordThatIsNoneIsPassedOverAndLeftAndTheOthersAreThere() throws IOException {
        String text = Files.readString(record);
        assertThat(MUTANTS).hasSizeGreaterThanOrEqualTo(40);
        for (Map.Entry<String, UnaryOperator<String>> mutant : MUTANTS.entrySet()) {
            String mutated = mutant.getValue().apply(text);
            assertThat(mutated).as(mutant.getKey()).isNotEqualTo(text);
            Files.writeString(record, mutated);
            assertPassedOver(mutant.getKey());
            assertThat(record).as(mutant.getKey()).hasContent(mutated);
        }
    }

    @Test
    void bytesThatAreNoTextArePassedOver() throws IOException {
        Files.write(record, Files.readString(record).replace("master", "mäster").getBytes(StandardCharsets.ISO_8859_1));
        assertPassedOver("Latin-1");
        Files.write(
                record,
                Files.readString(fixture.folder(GOOD).resolve(".status.json")).getBytes(StandardCharsets.UTF_16));
        assertPassedOver("UTF-16");
    }

    @Test
    void whatIsNoFileIsPassedOver() throws Exception {
        Path copy = Files.move(record, folder.resolve("copy"));
        assertPassedOver("missing");
        Files.createSymbolicLink(record, copy);
        assertPassedOver("symbolic link");
        Files.delete(record);
        assertThat(new ProcessBuilder("mkfifo", record.toString()).start().waitFor())
                .as("mkfifo (coreutils)")
                .isZero();
        assertPassedOver("named pipe");
        Files.delete(record);
        Files.createDirectory(record);
        assertPassedOver("folder");
    }

    @Test
    void folderThatIsALinkOrHasAnotherNameIsPassedOver() throws IOException {
        Path moved = Files.move(fixture.folder(BAD), folder.resolve("moved"));
        Files.createSymbolicLink(fixture.folder(BAD), moved);
        assertPassedOver("link");
        Files.delete(fixture.folder(BAD));
        Files.move(moved, fixture.folder(commit(3)));
        assertPassedOver("renamed");
        assertThat(fixture.store.find(MATHS, commit(3))).isEmpty();
    }

    @Test
    void recordThatWasPassedOverGivesWayToANewBuild() throws IOException {
        Files.writeString(record, "");
        fixture.reopen();
        fixture.push(BAD);
        assertThat(fixture.reopen().find(MATHS, BAD).map(Build::state)).contains(BuildState.QUEUED);
    }

    @Test
    void foldersThatAreNotOutputOfAProjectAreLeftAlone() throws IOException {
        Path strange = Files.createDirectories(folder.resolve("-x_build").resolve(GOOD.value()));
        Path nested =
                Files.createDirectories(folder.resolve("Maths_build_build").resolve(GOOD.value()));
        Path file = Files.writeString(folder.resolve("Physics_build"), "not a folder");
        fixture.reopen();
        assertThat(fixture.store.all()).extracting(Build::project).containsOnly(MATHS);
        assertThat(strange).exists();
        assertThat(nested).exists();
        assertThat(file).exists();
        assertThat(fixture.store.last(new ProjectName("Physics"))).isEmpty();
    }

    @Test
    void filesOfOthersInTheOutputFolderStay() throws IOException {
        Path notes = Files.writeString(fixture.output().resolve("notes.txt"), "mine");
        Path inner = Files.writeString(
                Files.createDirectory(fixture.output().resolve("drafts")).resolve("a"), "mine");
        fixture.reopen();
        fixture.push(commit(4));
        fixture.succeed(commit(4), "Thesis", "thesis");
        assertThat(notes).hasContent("mine");
        assertThat(inner).hasContent("mine");
    }

    private void assertPassedOver(String what) throws IOException {
        fixture.reopen();
        assertThat(fixture.store.all()).as(what).extracting(Build::commit).isEqualTo(List.of(GOOD));
        assertThat(fixture.last()).as(what).isEqualTo(GOOD);
    }
}

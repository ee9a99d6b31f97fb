package ci.galley.store;

import static ci.galley.store.StoreFixture.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ci.galley.model.Build;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BuildLogTest {
    @TempDir
    Path folder;

    private StoreFixture fixture;
    private Build build;
    private Path file;

    @BeforeEach
    void openStore() throws IOException {
        fixture = new StoreFixture(folder);
        build = fixture.queue(commit(1));
        file = fixture.folder(commit(1)).resolve(".log");
    }

    @Test
    void everythingIsInTheFileAsSoonAsItIsSaid() throws IOException {
        assertThat(fixture.store.log(build)).isEmpty();
        try (BuildLog log = fixture.store.openLog(build)) {
            assertThat(fixture.store.log(build)).contains(file);
            log.command("git pull --ff-only");
            assertThat(file).hasContent(">>> git pull --ff-only");
            write(log, "Already up to date.");
            assertThat(Files.readString(file)).isEqualTo(">>> git pull --ff-only\nAlready up to date.");
            log.say("Built.");
            assertThat(Files.readString(file)).isEqualTo(">>> git pull --ff-only\nAlready up to date.\n--- Built.\n");
        }
    }

    @Test
    void outputIsKeptByteForByte() throws IOException {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        try (BuildLog log = fixture.store.openLog(build);
                OutputStream output = log.output()) {
            output.write(bytes);
            output.write('x');
            output.write(new byte[0]);
        }
        assertThat(Files.readAllBytes(file)).startsWith(bytes).hasSize(257);
    }

    @Test
    void remarkIsOneLine() throws IOException {
        try (BuildLog log = fixture.store.openLog(build)) {
            log.say("one\r\ntwo\n>>> rm -rf\u2028three");
            log.command("x".repeat(100_000));
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).isEqualTo("--- one two >>> rm -rf three");
        assertThat(lines.get(1)).hasSize(4096);
    }

    @Test
    void outputIsCutWithALineThatSaysSoAndOurLastLinesStillFit() throws IOException {
        byte[] chunk = "0123456789abcde\n".repeat(512).getBytes(StandardCharsets.UTF_8);
        try (BuildLog log = fixture.store.openLog(build);
                OutputStream output = log.output()) {
            for (int i = 0; i < 1000; i++) {
                output.write(chunk);
            }
            log.command("latexmk again");
            output.write(chunk);
            log.say("Document.tex:12: Undefined control sequence");
        }
        assertThat(Files.size(file)).isBetween(4_000_000L, 4L << 20);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.subList(lines.size() - 3, lines.size()))
                .containsExactly(
                        "--- The output is cut here: a log holds 4 MiB. The build goes on.",
                        ">>> latexmk again",
                        "--- Document.tex:12: Undefined control sequence");
    }

    @Test
    void logNeverGrowsBeyondItsLimitWhoeverWrites() throws IOException {
        try (BuildLog log = fixture.store.openLog(build)) {
            write(log, "x".repeat(8 << 20));
            for (int i = 0; i < 100; i++) {
                log.say("y".repeat(5000));
            }
        }
        assertThat(Files.size(file)).isBetween((4L << 20) - 8192, 4L << 20);
    }

    @Test
    void cutDoesNotHalveACharacter() throws IOException {
        for (int shift = 0; shift < 4; shift++) {
            try (BuildLog log = fixture.store.openLog(build)) {
                write(log, "x".repeat(shift) + "😀".repeat(BuildLog.LIMIT / 4));
            }
            String text = Files.readString(file);
            assertThat(text).endsWith("The build goes on.\n");
            assertThat(text.indexOf('\ufffd')).isEqualTo(-1);
        }
    }

    @Test
    void newAttemptBeginsANewLogAndReadersOfTheOldOneKeepIt() throws IOException {
        try (BuildLog log = fixture.store.openLog(build)) {
            log.say("First.");
        }
        try (InputStream reader = Files.newInputStream(file)) {
            try (BuildLog log = fixture.store.openLog(build)) {
                log.say("Second.");
            }
            assertThat(new String(reader.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("--- First.\n");
        }
        assertThat(file).hasContent("--- Second.");
    }

    @Test
    void whatIsSaidAfterwardsIsLost() throws IOException {
        BuildLog log = fixture.store.openLog(build);
        log.close();
        log.say("late");
        write(log, "late");
        log.close();
        assertThat(file).isEmptyFile();
    }

    @Test
    void fullDiskStopsNeitherProgramNorBuild() throws IOException {
        Path full = Path.of("/dev/full");
        try (BuildLog log = new BuildLog(full, new FileOutputStream(full.toFile()), () -> {})) {
            write(log, "lost");
            log.say("lost");
        }
        assertThat(full).exists();
    }

    @Test
    void logThatCannotBeBegunIsAFailure() throws IOException {
        Files.createFile(Files.createDirectory(file).resolve("inside"));
        assertThatThrownBy(() -> fixture.store.openLog(build)).isInstanceOf(IOException.class);
        assertThat(StoreFixture.names(fixture.folder(commit(1))))
                .containsExactly(".log", ".status.json", ".status.svg");
    }

    @Test
    void interruptDoesNotStopTheLog() throws IOException {
        try (BuildLog log = fixture.store.openLog(build)) {
            Thread.currentThread().interrupt();
            log.say("Cancelled.");
            write(log, "and more");
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(file).hasContent("--- Cancelled.\nand more");
    }

    @Test
    void linesOfManyThreadsDoNotMix() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (BuildLog log = fixture.store.openLog(build)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String line = String.valueOf((char) ('a' + i)).repeat(60);
                running.add(threads.submit(() -> {
                    for (int j = 0; j < 200; j++) {
                        log.say(line);
                        write(log, line + "\n");
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(Files.readAllLines(file)).hasSize(3200).allMatch(line -> line.matches("(--- )?(.)\\2{59}"));
    }

    private static void write(BuildLog log, String text) {
        try {
            log.output().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError("a transcript does not throw", e);
        }
    }
}

package ci.galley.support.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir
    Path folder;

    @Test
    void fileIsReplacedWhole() throws IOException {
        Path file = folder.resolve("file");
        AtomicFiles.writeDurably(file, bytes("old"));
        AtomicFiles.write(file, bytes("new and longer"));
        assertThat(file).hasContent("new and longer");
        assertThat(names()).containsExactly("file");
    }

    @Test
    void failureInTheMiddleLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("file");
        AtomicFiles.write(file, bytes("old"));
        assertThatThrownBy(() -> AtomicFiles.writeSynced(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("no space left on device");
                }))
                .hasMessage("no space left on device");
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("file");
    }

    @Test
    void fileThatCannotBeReplacedIsAFailureWithoutALeftover() throws IOException {
        Path file = Files.createDirectory(folder.resolve("file"));
        Files.createFile(file.resolve("inside"));
        assertThatThrownBy(() -> AtomicFiles.writeDurably(file, bytes("new"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> AtomicFiles.symbolicLink(file, Path.of("target")))
                .isInstanceOf(IOException.class);
        assertThat(names()).containsExactly("file");
    }

    @Test
    void interruptedThreadWritesAllTheSameAndStaysInterrupted() throws Exception {
        Path file = folder.resolve("file");
        AtomicReference<Object> outcome = new AtomicReference<>("nothing");
        Thread thread = new Thread(() -> {
            Thread.currentThread().interrupt();
            try {
                AtomicFiles.writeDurably(file, bytes("written"));
                outcome.set(Thread.currentThread().isInterrupted());
            } catch (IOException e) {
                outcome.set(e);
            }
        });
        thread.start();
        thread.join();
        assertThat(outcome.get()).isEqualTo(true);
        assertThat(file).hasContent("written");
    }

    @Test
    void interruptInTheMiddleWritesTheFileOnceMore() throws Exception {
        Path file = folder.resolve("file");
        CountDownLatch inTheMiddle = new CountDownLatch(1);
        AtomicReference<Object> outcome = new AtomicReference<>("nothing");
        Thread thread = new Thread(() -> {
            try {
                AtomicFiles.writeSynced(file, out -> {
                    out.write(new byte[50_000]);
                    if (inTheMiddle.getCount() > 0) {
                        inTheMiddle.countDown();
                        while (!Thread.currentThread().isInterrupted()) {
                            Thread.onSpinWait();
                        }
                    }
                    out.write(new byte[50_000]);
                });
                outcome.set(Thread.currentThread().isInterrupted());
            } catch (IOException e) {
                outcome.set(e);
            }
        });
        thread.start();
        inTheMiddle.await();
        thread.interrupt();
        thread.join();
        assertThat(outcome.get()).isEqualTo(true);
        assertThat(file).hasSize(100_000);
        assertThat(names()).containsExactly("file");
    }

    @Test
    void linkSharesTheContentAndReplacesWhatIsThere() throws IOException {
        Path original = Files.writeString(folder.resolve("original"), "content");
        Path link = Files.writeString(folder.resolve("link"), "other");
        AtomicFiles.link(original, link);
        AtomicFiles.link(original, link);
        assertThat(Files.isSameFile(original, link)).isTrue();
        assertThat(names()).containsExactly("link", "original");
    }

    @Test
    void linkToAnotherFileSystemIsACopy() throws IOException {
        Path elsewhere = Files.createTempDirectory(Path.of("/dev/shm"), "galley");
        try {
            Path original = Files.writeString(elsewhere.resolve("original"), "content");
            AtomicFiles.link(original, folder.resolve("copy"));
            assertThat(folder.resolve("copy")).hasContent("content");
            assertThat(Files.getLastModifiedTime(folder.resolve("copy")).toMillis())
                    .isEqualTo(Files.getLastModifiedTime(original).toMillis());
        } finally {
            Trees.delete(elsewhere);
        }
    }

    @Test
    void linkToAMissingFileFails() {
        assertThatThrownBy(() -> AtomicFiles.link(folder.resolve("missing"), folder.resolve("link")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void onlyPlainFilesAreCopied() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Path link = Files.createSymbolicLink(folder.resolve("symlink"), secret);
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .as("mkfifo (coreutils)")
                .isZero();
        Path copy = folder.resolve("copy");
        for (Path source : List.of(link, pipe, folder, folder.resolve("missing"))) {
            assertThatThrownBy(() -> AtomicFiles.copyPlain(source, copy)).hasMessageContaining("not a plain file");
        }
        assertThat(copy).doesNotExist();
        AtomicFiles.copyPlain(secret, copy);
        assertThat(copy).hasContent("secret");
    }

    @Test
    void symbolicLinkIsReplacedInOneStep() throws IOException {
        Path link = folder.resolve("last");
        AtomicFiles.symbolicLink(link, Path.of("one"));
        AtomicFiles.symbolicLink(link, Path.of("two"));
        assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("two"));
        assertThat(names()).containsExactly("last");
    }

    @Test
    void temporaryNamesAreKnownAndNothingElseIs() {
        assertThat(AtomicFiles.isTemporary(String.valueOf(
                        AtomicFiles.temporaryBeside(folder.resolve("x")).getFileName())))
                .isTrue();
        assertThat(Stream.of(".tmp-", ".tmp-xyz", "tmp-1", ".tmp-0123456789abcdef0", ".tmp-1.pdf", ".log"))
                .noneMatch(AtomicFiles::isTemporary);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

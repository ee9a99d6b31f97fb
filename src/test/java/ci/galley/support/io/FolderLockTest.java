package ci.galley.support.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    private static final String NAME = ".galley.lock";

    @TempDir
    Path folder;

    @Test
    void secondPartOfOneProcessIsRefusedUntilTheFirstCloses() throws IOException {
        try (FolderLock lock = FolderLock.acquire(folder, NAME)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> FolderLock.acquire(folder, NAME))
                    .isInstanceOf(FolderInUseException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        }
        FolderLock again = FolderLock.acquire(folder, NAME);
        again.close();
        again.close();
    }

    @Test
    void anotherProcessIsRefusedAndNamedAndItsDeathFreesTheFolder() throws Exception {
        Process other = holder();
        try {
            awaitHeld(other);
            assertThatThrownBy(() -> FolderLock.acquire(folder, NAME))
                    .isInstanceOf(FolderInUseException.class)
                    .hasMessageContaining("number " + other.pid());
        } finally {
            other.destroyForcibly().waitFor();
        }
        FolderLock.acquire(folder, NAME).close();
    }

    @Test
    void refusalInOneProcessKeepsTheLockAgainstOthers() throws Exception {
        try (FolderLock lock = FolderLock.acquire(folder, NAME)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> FolderLock.acquire(folder, NAME)).isInstanceOf(FolderInUseException.class);
            Process other = holder();
            assertThat(other.waitFor()).isEqualTo(3);
        }
    }

    @Test
    void whatIsNotAPlainFileIsNamed() throws Exception {
        Path pipe = folder.resolve(NAME);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .as("mkfifo (coreutils)")
                .isZero();
        assertThatThrownBy(() -> FolderLock.acquire(folder, NAME)).hasMessageContaining("not a plain file");
        Files.delete(pipe);
        Files.createSymbolicLink(pipe, folder.resolve("elsewhere"));
        assertThatThrownBy(() -> FolderLock.acquire(folder, NAME)).hasMessageContaining("not a plain file");
        assertThatThrownBy(() -> FolderLock.acquire(folder.resolve("missing"), NAME))
                .isInstanceOf(IOException.class);
    }

    private Process holder() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void awaitHeld(Process holder) throws IOException {
        BufferedReader reader = holder.inputReader(StandardCharsets.UTF_8);
        assertThat(reader.readLine()).isEqualTo("held");
    }

    /** Holds the lock of a folder until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (FolderLock lock = FolderLock.acquire(Path.of(arguments[0]), NAME)) {
                System.out.println(lock == null ? "nothing" : "held");
                new CountDownLatch(1).await();
            } catch (FolderInUseException e) {
                System.exit(3);
            }
        }
    }
}

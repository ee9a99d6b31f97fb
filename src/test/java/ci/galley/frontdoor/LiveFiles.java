package ci.galley.frontdoor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Looks at the files of a daemon that runs. */
final class LiveFiles {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private LiveFiles() {}

    /**
     * Looks at all that is in a folder, as deep as it goes. A look during which a file vanishes is taken once more from the
     * start: a file that is written gets its name last, and what was half written is gone by then.
     *
     * @throws AssertionError if that never ends
     */
    static <T> T look(Path top, Function<Stream<Path>, T> look) {
        return await("a look at " + top)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(PATIENCE)
                .until(() -> whole(top, look), Optional::isPresent)
                .orElseThrow();
    }

    private static <T> Optional<T> whole(Path top, Function<Stream<Path>, T> look) {
        try (Stream<Path> files = Files.walk(top)) {
            return Optional.of(look.apply(files));
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return Optional.empty();
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is in a file, a byte for a character.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    static String text(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package ci.galley.latex;

import ci.galley.support.process.Command;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import ci.galley.support.process.ProgramMissingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Makes a picture of a PDF's first page, where poppler is installed. Held in like the build: the PDF is a stranger's. */
final class FirstPage {
    private static final String PROGRAM = "pdftoppm";
    private static final String NAME = "first-page";
    private static final String WIDTH_PIXELS = "480";

    /** Of a page that is higher the top is enough: a document may say that it is as high as would fill the memory. */
    private static final String MOST_HEIGHT_PIXELS = "1920";

    /** A page is done in 20 ms; one that takes this long is not worth waiting for. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** A page full of photographs has half of it. */
    private static final long MOST_BYTES = 1 << 20;

    private final Processes processes;
    private final Sandbox sandbox;
    private final Map<String, String> environment;

    /**
     * @param environment what the program gets
     */
    FirstPage(Processes processes, Sandbox sandbox, Map<String, String> environment) {
        this.processes = processes;
        this.sandbox = sandbox;
        this.environment = Map.copyOf(environment);
    }

    /** The picture, a PNG; nothing where none can be made, which is no reason for a build to fail. */
    Optional<Path> make(Path pdf, Workplace place) throws InterruptedException {
        if (sandbox.programs().find(PROGRAM).isEmpty()) {
            return Optional.empty();
        }
        Path picture = place.cache().resolve(NAME + ".png");
        try {
            // Whatever the build left under that name.
            PlainFiles.delete(picture);
            Command command = Command.of(
                            PROGRAM,
                            "-png",
                            "-singlefile",
                            "-f",
                            "1",
                            "-scale-to-x",
                            WIDTH_PIXELS,
                            "-scale-to-y",
                            "-1",
                            "-H",
                            MOST_HEIGHT_PIXELS,
                            "./" + place.folder().relativize(pdf),
                            sandbox.cacheSeenAs(place).resolve(NAME).toString())
                    .environment(environment);
            Processes.Exit exit =
                    sandbox.run(processes, command, place, OutputStream.nullOutputStream(), Deadline.in(LIMIT));
            return exit.ok() && isPicture(picture) ? Optional.of(picture) : Optional.empty();
        } catch (IOException | ProgramMissingException e) {
            return Optional.empty();
        }
    }

    private static boolean isPicture(Path file) {
        return PlainFiles.attributes(file)
                .map(BasicFileAttributes::size)
                .filter(bytes -> bytes > 0 && bytes <= MOST_BYTES)
                .isPresent();
    }
}

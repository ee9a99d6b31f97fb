package ci.galley.frontdoor;

import ci.galley.support.io.Trees;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A {@code PATH} as on a machine where a program is not installed. */
final class PathWithout {
    private PathWithout() {}

    /** A new folder below {@code scratch} with links to the programs of {@code /usr/bin} but one. */
    static String program(Path scratch, String missing) throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("bin").resolve("without-" + missing));
        try (DirectoryStream<Path> programs = Files.newDirectoryStream(Path.of("/usr/bin"))) {
            for (Path program : programs) {
                if (!program.getFileName().toString().equals(missing)) {
                    Files.createSymbolicLink(folder.resolve(program.getFileName()), program);
                }
            }
        }
        return folder.toString();
    }

    /** Removes all such folders: JUnit would warn of each link. */
    static void remove(Path scratch) throws IOException {
        Trees.delete(scratch.resolve("bin"));
    }
}

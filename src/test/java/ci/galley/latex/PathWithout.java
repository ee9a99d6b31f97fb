package ci.galley.latex;

import ci.galley.support.process.SearchPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A {@code PATH} on which one program is missing. */
final class PathWithout {
    private PathWithout() {}

    /** A folder with links to all programs but one. */
    static synchronized String program(String missing) {
        Path folder = Path.of("target", "programs-without-" + missing).toAbsolutePath();
        try {
            Files.createDirectories(folder);
            for (Path programs : SearchPath.parse(System.getenv("PATH")).folders()) {
                if (Files.isDirectory(programs)) {
                    link(programs, missing, folder);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder.toString();
    }

    private static void link(Path programs, String missing, Path folder) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(programs)) {
            for (Path program : all) {
                Path link = folder.resolve(program.getFileName());
                if (!program.endsWith(missing) && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createSymbolicLink(link, program);
                }
            }
        }
    }
}

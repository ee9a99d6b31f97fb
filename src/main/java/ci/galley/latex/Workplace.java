package ci.galley.latex;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folders of one build, real paths.
 *
 * @param sources the private checkout
 * @param folder where latexmk runs: {@code sources} or below
 * @param work Galley's private folder of the project
 */
record Workplace(Path sources, Path folder, Path work) {
    /** A path that a build wrote down, if it leads to a file in the checkout; links on the way lead nowhere else. */
    Optional<Path> inside(String written) {
        String sandboxed = Bubblewrap.SOURCES + "/";
        try {
            Path path = written.startsWith(sandboxed)
                    ? sources.resolve(written.substring(sandboxed.length()))
                    : folder.resolve(written);
            Path parent = path.getParent();
            Path name = path.getFileName();
            return parent == null || name == null || name.toString().equals("..")
                    ? Optional.empty()
                    : Optional.of(parent.toRealPath().resolve(name)).filter(file -> file.startsWith(sources));
        } catch (IOException | InvalidPathException e) {
            return Optional.empty(); // its folder is not there
        }
    }

    /** Font caches and the like: they outlive a clean retry. */
    Path cache() {
        return work.resolve("cache");
    }

    /** Formats made of preambles. */
    Path formats() {
        return work.resolve("formats");
    }

    /** A home for programs that insist on one; only where there is no sandbox, which has its own. */
    Path home() {
        return work.resolve("home");
    }
}

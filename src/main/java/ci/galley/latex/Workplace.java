package ci.galley.latex;

import java.nio.file.Path;

/**
 * The folders of one build, real paths.
 *
 * @param sources the private checkout
 * @param folder where latexmk runs: {@code sources} or below
 * @param work Galley's private folder of the project
 */
record Workplace(Path sources, Path folder, Path work) {
    /** Font caches and the like: they outlive a clean retry. */
    Path cache() {
        return work.resolve("cache");
    }

    /** A home for programs that insist on one; only where there is no sandbox, which has its own. */
    Path home() {
        return work.resolve("home");
    }
}

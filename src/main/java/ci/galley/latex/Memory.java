package ci.galley.latex;

import ci.galley.model.Engine;
import ci.galley.support.io.AtomicFiles;
import ci.galley.support.io.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What latexmk may remember: only what a successful run of ours left, kept where no build can write. After a run that failed
 * or was killed, latexmk would say "Nothing to do" and fail again; a repository may have somebody else's memory
 * committed.
 */
final class Memory {
    /** In the checkout, so that it goes with what it tells of. */
    private static final String BUILT = ".galley-built";

    /** More than any document's; a build may leave anything. */
    private static final int MOST_BYTES = 16 << 20;

    private final Document document;
    private final Path kept;

    Memory(Document document) {
        this.document = document;
        this.kept = document.place().work().resolve("latexmk");
    }

    /** Whether an earlier build of this checkout has left files. */
    boolean hasEarlierBuild() {
        return Files.exists(marker(), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Gives latexmk what it may know, and nothing else.
     *
     * @return when the build begins, by the clock of the file system that its files are on
     */
    FileTime restore() throws IOException {
        Path database = document.made(RuleDatabase.EXTENSION);
        Trees.delete(database);
        if (hasEarlierBuild() && PlainFiles.isPlain(document.made(".aux")) && isTrue()) {
            Files.move(copy(), database);
        }
        forget();
        Trees.delete(marker());
        return Files.getLastModifiedTime(Files.createFile(marker()), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Whether what it knows is so: latexmk would take a bibliography that the repository has committed, and that the checkout
     * has brought back, for the one that bibtex made. What is not that one is removed, so that it is made again.
     */
    private boolean isTrue() throws IOException {
        boolean all = PlainFiles.isPlain(copy());
        for (Map.Entry<String, String> made :
                RuleDatabase.read(copy()).madeForEngine().entrySet()) {
            Path file = document.place().inside(made.getKey()).orElse(null);
            if (file == null || !PlainFiles.md5(file).equals(made.getValue())) {
                all = false;
                if (file != null) {
                    PlainFiles.delete(file);
                }
            }
        }
        return all;
    }

    /** A run of the engine alone, where what latexmk was given lets one hope that it is enough. */
    Optional<OnePass> onePass(Engine engine) throws IOException {
        return OnePass.of(document, engine, RuleDatabase.read(document.made(RuleDatabase.EXTENSION)));
    }

    /** Keeps what a successful run knows. */
    void keep() throws IOException {
        byte[] content = PlainFiles.head(document.made(RuleDatabase.EXTENSION), MOST_BYTES);
        if (content.length > 0 && content.length < MOST_BYTES) {
            Files.createDirectories(Objects.requireNonNull(copy().getParent()));
            AtomicFiles.write(copy(), RuleDatabase.withoutTimes(content));
        }
    }

    private void forget() throws IOException {
        Trees.delete(kept);
    }

    private Path copy() {
        Workplace place = document.place();
        return kept.resolve(place.sources().relativize(place.folder()))
                .resolve(document.jobName() + RuleDatabase.EXTENSION);
    }

    private Path marker() {
        return document.place().sources().resolve(BUILT);
    }
}

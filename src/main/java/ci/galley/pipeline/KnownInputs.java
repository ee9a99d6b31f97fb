package ci.galley.pipeline;

import ci.galley.latex.Inputs;
import ci.galley.model.CommitHash;
import ci.galley.support.io.AtomicFiles;
import ci.galley.support.io.NamedLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the document whose files are in a private folder.
 *
 * @param commit the last one that became its PDF
 * @param digest of what the commit has of its inputs
 */
record KnownInputs(CommitHash commit, String digest, Inputs inputs) {
    private static final String NAME = "inputs";
    private static final String COMMIT = "commit";
    private static final String DIGEST = "digest";

    /** What was kept in that folder; nothing where nothing was, or not all of it can be read. */
    static Optional<KnownInputs> read(Path work) throws IOException {
        if (!areIn(work)) {
            return Optional.empty();
        }
        NamedLines kept = NamedLines.of(Files.readAllBytes(file(work)));
        Optional<CommitHash> commit = kept.first(COMMIT).flatMap(CommitHash::parse);
        Optional<String> digest = kept.first(DIGEST);
        Optional<Inputs> inputs = Inputs.parse(kept);
        return commit.isPresent() && digest.isPresent() && inputs.isPresent()
                ? Optional.of(new KnownInputs(commit.get(), digest.get(), inputs.get()))
                : Optional.empty();
    }

    static boolean areIn(Path work) {
        return Files.isRegularFile(file(work), LinkOption.NOFOLLOW_LINKS);
    }

    static void forget(Path work) throws IOException {
        Files.deleteIfExists(file(work));
    }

    void keep(Path work) throws IOException {
        List<String> lines = new ArrayList<>(List.of(COMMIT + " " + commit, DIGEST + " " + digest));
        lines.addAll(inputs.lines());
        AtomicFiles.write(file(work), String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private static Path file(Path work) {
        return work.resolve(NAME);
    }
}

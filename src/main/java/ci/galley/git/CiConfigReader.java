package ci.galley.git;

import ci.galley.model.BuildException;
import ci.galley.model.CiConfig;
import ci.galley.model.CommitHash;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the {@code .ci.json} of a commit, and looks whether what it names is there. */
final class CiConfigReader {
    private static final int MOST_BYTES = 64 << 10;
    private static final int MOST_NAMED = 5;

    private final Git git;
    private final Remembered remembered;

    CiConfigReader(Git git, Remembered remembered) {
        this.git = git;
        this.remembered = remembered;
    }

    CiConfig read(CommitHash commit, CommitTree tree) throws BuildException, InterruptedException {
        CommitTree.Entry entry = tree.ciConfig();
        if (entry == null) {
            throw missing(tree);
        }
        if (!entry.mode().startsWith("100")) {
            throw BuildException.error(".ci.json is a %s; it must be a plain file"
                    .formatted(entry.mode().equals(CommitTree.LINK) ? "symbolic link" : "submodule"));
        }
        if (entry.bytes() > MOST_BYTES) {
            throw BuildException.error(
                    ".ci.json has %d bytes; at most %d are read".formatted(entry.bytes(), MOST_BYTES));
        }
        CiConfig config = CiConfigParser.parse(content(entry.object()));
        if (config.language() == CiConfig.Language.LATEX) {
            requireMain(config.main() + ".tex", tree);
            requireFolder(commit, config.directory());
        }
        return config;
    }

    private String content(String object) throws BuildException, InterruptedException {
        Optional<String> known = remembered.ciConfig(object);
        if (known.isPresent()) {
            return known.get();
        }
        Git.Answer content = git.ask("cat-file", "blob", object);
        if (!content.ok()) {
            throw BuildException.error(Trouble.ofLocal(content.complaint(), git.name()));
        }
        remembered.keepCiConfig(object, content.output());
        return content.output();
    }

    private static BuildException missing(CommitTree tree) {
        String main = documents(tree).stream().findFirst().orElse("Document.tex");
        return BuildException.error(
                ".ci.json is missing in this commit: add a file of that name with {\"language\": \"latex\", \"main\": \"%s\"}"
                        .formatted(main.substring(0, main.length() - ".tex".length())));
    }

    private static void requireMain(String main, CommitTree tree) throws BuildException {
        String mode = tree.documents().get(main);
        if (mode == null) {
            List<String> there = documents(tree);
            String shown = String.join(", ", there.subList(0, Math.min(MOST_NAMED, there.size())));
            throw BuildException.error(
                    ".ci.json: \"main\" is \"%s\", but this commit has no file %s; its .tex files: %s%s"
                            .formatted(
                                    Shown.value(main.substring(0, main.length() - ".tex".length())),
                                    Shown.value(main),
                                    there.isEmpty() ? "none" : shown,
                                    there.size() > MOST_NAMED ? " and more" : ""));
        }
        if (mode.equals(CommitTree.LINK)) {
            throw BuildException.error(".ci.json: \"main\" is \"%s\", which is a symbolic link; name a plain file"
                    .formatted(Shown.value(main)));
        }
    }

    private void requireFolder(CommitHash commit, @Nullable String directory)
            throws BuildException, InterruptedException {
        if (directory == null || directory.isEmpty()) {
            return;
        }
        Git.Answer folder = git.ask("ls-tree", "-d", "--name-only", "-z", commit.value(), "--", directory);
        if (!folder.ok() || folder.output().isEmpty()) {
            throw BuildException.error(".ci.json: \"directory\" is \"%s\", but this commit has no such folder"
                    .formatted(Shown.value(directory)));
        }
    }

    /** The plain {@code .tex} files, those at the top first. */
    private static List<String> documents(CommitTree tree) {
        return tree.documents().entrySet().stream()
                .filter(document -> !document.getValue().equals(CommitTree.LINK))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparingLong((String path) ->
                                path.chars().filter(c -> c == '/').count())
                        .thenComparing(Comparator.naturalOrder()))
                .map(Shown::value)
                .toList();
    }
}

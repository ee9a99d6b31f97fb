package ci.galley.git;

import ci.galley.model.BuildException;
import ci.galley.model.CiConfig;
import ci.galley.model.CommitHash;
import ci.galley.model.Sources;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from the commits of a clone, without a checkout. */
final class SourceReader {
    private static final int MOST_BYTES = 2 << 20;
    private static final int MOST_CHARACTERS_OF_PATH = 400;
    private static final int MOST_CHARACTERS_OF_LINE = 2000;
    private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n|\\n|\\r");

    /** {@code ls-tree -l -z} on a plain file: mode, type, object, size, path. */
    private static final Pattern PLAIN_FILE =
            Pattern.compile("100\\d{3} blob (?<object>[0-9a-f]{40,64}) +(?<bytes>\\d{1,18})\\t(?<path>[^\\x00]+)\\x00");

    private final Clone clone;
    private final Git git;

    SourceReader(Clone clone) {
        this.clone = clone;
        this.git = clone.git();
    }

    Optional<Sources.Lines> lines(CommitHash commit, String file, int line, int context)
            throws BuildException, InterruptedException {
        for (String path : paths(commit, file)) {
            String text = text(commit, path);
            if (text != null) {
                return lines(path, LINE_BREAK.split(text, -1), line, context);
            }
        }
        return Optional.empty();
    }

    Sources.Changes between(CommitHash older, CommitHash newer, int most) throws BuildException, InterruptedException {
        String range = older + ".." + newer;
        Git.Answer count = git.ask("rev-list", "--count", range, "--");
        Git.Answer log = git.ask(
                "log",
                "-z",
                "--max-count=" + most,
                "--no-color",
                "--no-show-signature",
                "--encoding=UTF-8",
                "--format=%H%n" + Described.FORMAT,
                range,
                "--");
        if (!count.ok() || !log.ok()) {
            return Sources.Changes.NONE;
        }
        List<Sources.Commit> commits = new ArrayList<>();
        for (String entry : log.output().split("\0", -1)) {
            int end = entry.indexOf('\n');
            CommitHash.parse(entry.substring(0, Math.max(0, end)))
                    .ifPresent(
                            hash -> commits.add(new Sources.Commit(hash, Described.parse(entry.substring(end + 1)))));
        }
        return new Sources.Changes(commits, Integer.parseInt(count.output().strip()));
    }

    private static Optional<Sources.Lines> lines(String path, String[] all, int line, int context) {
        // A line break at the end begins no line.
        int last = all[all.length - 1].isEmpty() ? all.length - 1 : all.length;
        if (line < 1 || line > last) {
            return Optional.empty();
        }
        int first = Math.max(1, line - context);
        List<String> shown = new ArrayList<>();
        for (int i = first; i <= Math.min(last, line + context); i++) {
            shown.add(cut(all[i - 1]));
        }
        return Optional.of(new Sources.Lines(path, first, shown));
    }

    private static String cut(String line) {
        if (line.length() <= MOST_CHARACTERS_OF_LINE) {
            return line;
        }
        int end = line.offsetByCodePoints(0, MOST_CHARACTERS_OF_LINE / 2);
        return line.substring(0, end) + "…";
    }

    /** Where that file may be, from the top; nowhere for what is no path within the repository. */
    private Set<String> paths(CommitHash commit, String file) throws InterruptedException {
        Set<String> paths = new LinkedHashSet<>();
        String plain = file.startsWith("./") ? file.substring(2) : file;
        if (file.length() <= MOST_CHARACTERS_OF_PATH && file.chars().noneMatch(Character::isISOControl)) {
            String folder = folder(commit);
            add(paths, folder.isEmpty() ? plain : folder + "/" + plain);
            add(paths, plain);
        }
        return paths;
    }

    private static void add(Set<String> paths, String path) {
        List<String> segments = List.of(path.split("/", -1));
        if (segments.stream().noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."))) {
            paths.add(path);
        }
    }

    /** Where the document is typeset. */
    private String folder(CommitHash commit) throws InterruptedException {
        try {
            CiConfig config = clone.config(commit);
            String main = config.main() == null ? "" : config.main();
            return config.directory() != null
                    ? config.directory()
                    : main.substring(0, Math.max(0, main.lastIndexOf('/')));
        } catch (BuildException e) {
            return ""; // it was never typeset
        }
    }

    private @Nullable String text(CommitHash commit, String path) throws BuildException, InterruptedException {
        Git.Answer entry = git.ask("ls-tree", "-l", "-z", "--full-tree", commit.value(), "--", path);
        Matcher file = PLAIN_FILE.matcher(entry.output());
        // Else git took the path for more than one name.
        if (!entry.ok()
                || !file.matches()
                || !path.equals(file.group("path"))
                || Long.parseLong(file.group("bytes")) > MOST_BYTES) {
            return null;
        }
        Git.Answer content = git.ask("cat-file", "blob", String.valueOf(file.group("object")));
        return content.ok() ? content.output() : null;
    }
}

package ci.galley.git;

import ci.galley.model.BuildException;
import ci.galley.model.CommitHash;
import ci.galley.support.io.AtomicFiles;
import ci.galley.support.process.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code HEAD} and branches whose files are empty. The reflog says what was in them. */
final class HalfWrittenRefs {
    private static final String HEADS = "refs/heads/";

    /** {@code <old> <new> <who> <time> <zone>\tcheckout: moving from <branch> to <branch>}. */
    private static final Pattern CHECKOUT = Pattern.compile("\tcheckout: moving from \\S+ to (\\S+)$");

    private static final int MOST_FORMER_VALUES = 20;
    private static final Pattern NEW_VALUE = Pattern.compile("^[0-9a-f]+ ([0-9a-f]+) ");

    private final Git git;
    private final GitFolder folder;
    private final Transcript transcript;

    HalfWrittenRefs(Git git, GitFolder folder, Transcript transcript) {
        this.git = git;
        this.folder = folder;
        this.transcript = transcript;
    }

    /** Without {@code HEAD} git does not see a repository at all, so this works without git. */
    void mendHead() throws IOException, BuildException {
        Path head = folder.gitDir().resolve("HEAD");
        if (Files.exists(head) && !HalfWritten.is(head)) {
            return;
        }
        NavigableSet<String> branches = branches();
        Optional<String> last = lastCheckedOut().filter(branches::contains);
        if (last.isEmpty() && branches.size() != 1) {
            throw BuildException.error(
                    "%s/.git/HEAD is empty after a power cut: run echo ref: refs/heads/<branch> > %s/.git/HEAD with one of the branches %s"
                            .formatted(git.name(), git.name(), branches));
        }
        String branch = last.orElseGet(branches::first);
        transcript.say(
                "%s/.git/HEAD is empty after a power cut: it names the branch %s again.".formatted(git.name(), branch));
        AtomicFiles.writeDurably(head, ("ref: " + HEADS + branch + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** What the remote has is deleted and fetched again; the user's own branches get back what the reflog says. */
    void mendBranches() throws IOException, BuildException, InterruptedException {
        for (Path ref : empty()) {
            String name = folder.commonDir().relativize(ref).toString();
            if (!name.startsWith("refs/remotes/") && !name.startsWith("refs/tags/")) {
                mendBranch(ref, name);
            } else {
                transcript.say("%s/.git/%s is empty after a power cut: removed, to be fetched again."
                        .formatted(git.name(), name));
                Files.deleteIfExists(ref);
            }
        }
    }

    private void mendBranch(Path ref, String name) throws IOException, BuildException, InterruptedException {
        for (String value : formerValues(name)) {
            if (git.ask("cat-file", "-e", value + "^{commit}").ok()) {
                transcript.say("%s/.git/%s is empty after a power cut: it is at %s again, as the reflog says."
                        .formatted(git.name(), name, value));
                AtomicFiles.writeDurably(ref, (value + "\n").getBytes(StandardCharsets.UTF_8));
                return;
            }
        }
        throw BuildException.error(
                "%s/.git/%s is empty after a power cut: run rm %s/.git/%s, then git -C %s update-ref %s <commit>"
                        .formatted(git.name(), name, git.name(), name, git.name(), name));
    }

    private List<Path> empty() throws IOException {
        List<Path> empty = new ArrayList<>();
        Path refs = folder.commonDir().resolve("refs");
        if (!Files.isDirectory(refs)) {
            return empty;
        }
        Files.walkFileTree(refs, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.toString().endsWith(".lock") && attributes.isRegularFile() && HalfWritten.is(file)) {
                    empty.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return empty;
    }

    private NavigableSet<String> branches() throws IOException {
        NavigableSet<String> branches = new TreeSet<>();
        Path heads = folder.commonDir().resolve(HEADS);
        if (Files.isDirectory(heads)) {
            Files.walkFileTree(heads, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = heads.relativize(file).toString();
                    if (!name.endsWith(".lock")) {
                        branches.add(name);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        for (String line : lines(folder.commonDir().resolve("packed-refs"))) {
            int start = line.indexOf(" " + HEADS);
            if (start > 0 && !line.startsWith("#")) {
                branches.add(line.substring(start + 1 + HEADS.length()));
            }
        }
        return branches;
    }

    private Optional<String> lastCheckedOut() throws IOException {
        Optional<String> last = Optional.empty();
        for (String line : lines(folder.gitDir().resolve("logs/HEAD"))) {
            Matcher matcher = CHECKOUT.matcher(line);
            if (matcher.find()) {
                last = Optional.of(matcher.group(1));
            }
        }
        return last;
    }

    /** The values that a branch had, the newest first. */
    private List<String> formerValues(String name) throws IOException {
        List<String> values = new ArrayList<>();
        for (String line : lines(folder.commonDir().resolve("logs").resolve(name))) {
            Matcher matcher = NEW_VALUE.matcher(line);
            if (matcher.find() && CommitHash.parse(matcher.group(1)).isPresent()) {
                values.add(matcher.group(1));
            }
        }
        Collections.reverse(values);
        return values.subList(0, Math.min(MOST_FORMER_VALUES, values.size()));
    }

    private static List<String> lines(Path file) throws IOException {
        // Not Files.readString: that throws where a name is not UTF-8
        return Files.isRegularFile(file)
                ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                        .lines()
                        .toList()
                : List.of();
    }
}

package ci.galley.store;

import ci.galley.model.Artifact;
import ci.galley.model.Build;
import ci.galley.model.CommitHash;
import ci.galley.model.Layout;
import ci.galley.model.ProjectName;
import ci.galley.support.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a project's output folder shows besides its builds: the link {@code last}, the last build's files, and the newest
 * PDF of the tracked branch. All of it can be made again from the records, so that no failure here is more than a line in
 * the server's log. Not safe for use by several threads, but for {@link #pdf}.
 */
final class OutputFolder {
    private static final Logger LOG = LoggerFactory.getLogger(OutputFolder.class);

    private final Layout layout;
    private final ProjectName project;
    private final Path folder;

    /**
     * What we put there, in memory as on disk; files of anyone else are not touched. A name that has gone is forgotten when
     * the next PDF is shown: most builds bring back what the one before them had, and each note is a file to write.
     */
    private volatile Shown shown;

    /** So that a file system that cannot do it is complained of once. */
    private boolean failing;

    OutputFolder(Layout layout, ProjectName project) {
        this.layout = layout;
        this.project = project;
        this.folder = layout.output(project);
        this.shown = Shown.read(folder.resolve(FileNames.SHOWN));
    }

    /** The newest whole PDF of the tracked branch. */
    Optional<Path> pdf() {
        String name = shown.pdf();
        return Optional.ofNullable(name).map(folder::resolve).filter(Files::isRegularFile);
    }

    /** The commit whose PDF that is. */
    Optional<CommitHash> pdfCommit() {
        return Optional.ofNullable(shown.commit());
    }

    /**
     * @param last the last build, null where there is none
     * @param newest the build whose PDF to show, null to leave the one that is shown
     */
    void show(@Nullable Build last, @Nullable Build newest) {
        boolean isOurs = !shown.files().isEmpty();
        boolean filesShown = attempt(() -> {
            Set<String> files = last == null ? Set.of() : filesOf(last);
            Shown wanted = new Shown(files, shown.pdf(), shown.commit());
            if (newest != null) {
                wanted = wanted.withPdf(
                        BuildIndex.pdf(newest).map(Artifact::file).orElseThrow(), newest.commit());
            }
            // noted before it is there, so that a crash in between leaves nothing that nobody knows to be ours
            note(shown.and(wanted));
            linkFiles(last, files);
            linkPdf(newest);
            removeAllBut(wanted);
            if (!shown.holds(wanted)) {
                note(wanted);
            }
        });
        boolean linkShown = attempt(() -> linkLast(last, isOurs));
        failing = !filesShown || !linkShown;
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private boolean attempt(Step step) {
        try {
            step.run();
            return true;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                LOG.warn("{}: the output folder does not show the last build: {}", project, e.toString());
            }
            return false;
        }
    }

    private Set<String> filesOf(Build build) throws IOException {
        Path from = layout.build(project, build.commit());
        Set<String> names = new TreeSet<>();
        for (String ours : Shown.OURS) {
            if (Files.isRegularFile(from.resolve(ours), LinkOption.NOFOLLOW_LINKS)) {
                names.add(ours);
            }
        }
        for (Path file : new Publisher(layout.work(project), from).publishedFiles()) {
            String name = String.valueOf(file.getFileName());
            if (!FileNames.isPdf(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private void linkLast(@Nullable Build last, boolean isOurs) throws IOException {
        Path link = folder.resolve(FileNames.LAST);
        boolean isLink = Files.isSymbolicLink(link);
        if (last == null) {
            if (isLink && isOurs) {
                Files.delete(link);
            }
            return;
        }
        Path target = Path.of(last.commit().value());
        if (!isLink || !Files.readSymbolicLink(link).equals(target)) {
            AtomicFiles.symbolicLink(link, target);
        }
    }

    private void linkFiles(@Nullable Build last, Set<String> files) throws IOException {
        if (last == null) {
            return;
        }
        for (String file : files) {
            Path original = layout.build(project, last.commit()).resolve(file);
            if (!isSame(original, folder.resolve(file))) {
                AtomicFiles.link(original, folder.resolve(file));
            }
        }
    }

    private void linkPdf(@Nullable Build newest) throws IOException {
        if (newest == null) {
            return;
        }
        String name = BuildIndex.pdf(newest).map(Artifact::file).orElseThrow();
        Path original = layout.build(project, newest.commit()).resolve(name);
        Path copy = folder.resolve(name);
        if (!isSame(original, copy) && !looksSame(original, copy)) {
            AtomicFiles.link(original, copy);
        }
    }

    private static boolean isSame(Path original, Path link) throws IOException {
        return Files.exists(link, LinkOption.NOFOLLOW_LINKS) && Files.isSameFile(original, link);
    }

    /** Where there are no hard links, spares copying a large file at each change. */
    private static boolean looksSame(Path original, Path copy) throws IOException {
        return Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS)
                && Files.size(copy) == Files.size(original)
                && Files.getLastModifiedTime(copy).toMillis()
                        == Files.getLastModifiedTime(original).toMillis();
    }

    private void removeAllBut(Shown wanted) throws IOException {
        for (String name : shown.all()) {
            Path file = folder.resolve(name);
            if (!wanted.all().contains(name) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(file);
            }
        }
    }

    private void note(Shown now) throws IOException {
        // A record's own equals makes its code at the first call, which the start would wait for.
        if (!now.holds(shown) || !shown.holds(now)) {
            now.write(folder.resolve(FileNames.SHOWN));
            shown = now;
        }
    }
}

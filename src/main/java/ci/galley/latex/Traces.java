package ci.galley.latex;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What runs of latexmk leave: where their results are, and which of them are this run's. Without a latexmkrc they are
 * beside the document; with one they may be anywhere in the checkout, and latexmk's own rule database tells where.
 */
final class Traces {
    /** What a PDF is made of or made as. Older than the document or not: none of them may be taken for this run's. */
    private static final List<String> RESULTS = List.of(".pdf", ".xdv", ".dvi", ".ps");

    private static final String PDF = ".pdf";

    private final Document document;
    private final boolean anywhere;
    private final Map<Path, Object> pdfsBefore = new HashMap<>();

    /**
     * Where a run put what it made.
     *
     * @param pdf its PDF, null where there is none of this run
     * @param folder where its log is
     * @param jobName what its log is called, without extension
     */
    record Found(@Nullable Path pdf, Path folder, String jobName) {
        Path log() {
            return folder.resolve(jobName + ".log");
        }

        Path aux() {
            return folder.resolve(jobName + ".aux");
        }
    }

    /**
     * @param anywhere whether a latexmkrc may have put them elsewhere
     */
    Traces(Document document, boolean anywhere) {
        this.document = document;
        this.anywhere = anywhere;
    }

    /** Removes results of earlier runs, so that what is there afterwards is this one's. Follows no link. */
    void clear() throws IOException {
        for (Path database : databases()) {
            if (isOfDocument(database)) {
                clearResults(database);
                PlainFiles.delete(database);
            }
        }
        for (String extension : RESULTS) {
            PlainFiles.delete(document.made(extension));
        }
        pdfsBefore.clear();
        if (anywhere) {
            for (Path pdf : ending(PDF)) {
                identity(pdf).ifPresent(identity -> pdfsBefore.put(pdf, identity));
            }
        }
    }

    private void clearResults(Path database) throws IOException {
        Optional<Path> pdf = RuleDatabase.read(database).pdf().flatMap(document.place()::inside);
        if (pdf.isPresent()) {
            PlainFiles.delete(pdf.get());
        }
        for (String extension : RESULTS) {
            PlainFiles.delete(database.resolveSibling(jobName(database) + extension));
        }
    }

    /** What this run made. */
    Found find() throws IOException {
        Path expected = document.made(PDF);
        if (anywhere && !isFresh(expected)) {
            for (Path database : databases()) {
                if (isOfDocument(database)) {
                    return found(database);
                }
            }
        }
        return new Found(isFresh(expected) ? expected : null, document.place().folder(), document.jobName());
    }

    private Found found(Path database) throws IOException {
        Path pdf = RuleDatabase.read(database)
                .pdf()
                .flatMap(document.place()::inside)
                .filter(this::isFresh)
                .orElse(null);
        return new Found(pdf, Objects.requireNonNull(database.getParent()), jobName(database));
    }

    private boolean isFresh(Path pdf) {
        Optional<Object> identity = identity(pdf);
        return identity.isPresent() && !identity.get().equals(pdfsBefore.get(pdf));
    }

    private boolean isOfDocument(Path database) throws IOException {
        return RuleDatabase.read(database).isOf(document.argument());
    }

    /** The rule databases of latexmk that may be of this document; beside the document, {@link Memory} looks after it. */
    private List<Path> databases() throws IOException {
        return anywhere ? ending(RuleDatabase.EXTENSION) : List.of();
    }

    private static String jobName(Path database) {
        String name = String.valueOf(database.getFileName());
        return name.substring(0, name.length() - RuleDatabase.EXTENSION.length());
    }

    /** Tells two states of a plain file apart: writing to it, or putting another in its place, changes this. */
    private static Optional<Object> identity(Path file) {
        try {
            Map<String, Object> attributes =
                    Files.readAttributes(file, "unix:isRegularFile,ino,ctime,size", LinkOption.NOFOLLOW_LINKS);
            return Boolean.TRUE.equals(attributes.get("isRegularFile")) ? Optional.of(attributes) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private List<Path> ending(String extension) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(document.place().sources(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(extension)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failed) {
                return FileVisitResult.CONTINUE; // a folder that even we may not read holds nothing for us
            }
        });
        return found;
    }
}

package ci.galley.store;

import ci.galley.model.Artifact;
import ci.galley.model.Problem;
import ci.galley.support.io.AtomicFiles;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what a build made into the build's folder, and finds it there. */
final class Publisher {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    /** The only folder that files are taken from. */
    private final Path work;

    private final Path folder;

    Publisher(Path work, Path folder) {
        this.work = work;
        this.folder = folder;
    }

    /** See {@link BuildStore#publish}. */
    List<Artifact> publish(@Nullable Path pdf, @Nullable Integer pages, List<Path> files, List<Problem> problems)
            throws IOException {
        Set<String> published = new HashSet<>();
        for (Path file : files) {
            String name = nameOf(file);
            if (FileNames.mayBePublished(name) && !FileNames.isPdf(name)) {
                copy(file, name);
                published.add(name);
            } else {
                LOG.warn("{} is not kept: its name is not one for such a file", file);
            }
        }
        AtomicFiles.writeSynced(folder.resolve(FileNames.PROBLEMS), out -> write(problems, out));
        List<Artifact> artifacts = new ArrayList<>();
        if (pdf != null) {
            String name = nameOf(pdf);
            copyPdf(pdf, name);
            published.add(name);
            artifacts.add(new Artifact("pdf", name, Files.size(folder.resolve(name)), pages));
        }
        removeAllBut(published);
        // That of an attempt before: this one's is published afterwards.
        Files.deleteIfExists(folder.resolve(FileNames.FIRST_PAGE));
        AtomicFiles.syncFolder(folder);
        return artifacts;
    }

    /** See {@link BuildStore#publishAgain}. */
    List<Artifact> publishAgain(Publisher earlier, List<Artifact> artifacts) throws IOException {
        List<Path> files = new ArrayList<>(earlier.publishedFiles());
        for (String ours : List.of(FileNames.PROBLEMS, FileNames.FIRST_PAGE)) {
            Path file = earlier.folder.resolve(ours);
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                files.add(file);
            }
        }
        Set<String> published = new HashSet<>();
        for (Path file : files) {
            AtomicFiles.link(file, folder.resolve(nameOf(file)));
            published.add(nameOf(file));
        }
        for (Artifact artifact : artifacts) {
            if (!published.contains(artifact.file())) {
                throw new NoSuchFileException(artifact.file());
            }
        }
        removeAllBut(published);
        AtomicFiles.syncFolder(folder);
        return artifacts;
    }

    private void copyPdf(Path pdf, String name) throws IOException {
        if (!FileNames.mayBePublished(name) || !FileNames.isPdf(name)) {
            throw new FileSystemException(name, null, "not a name for a PDF");
        }
        copy(pdf, name);
    }

    private void copy(Path file, String name) throws IOException {
        // A link on the way there could show any file of this machine that has such a name.
        if (!file.toRealPath().startsWith(work.toRealPath())) {
            throw new FileSystemException(name, null, "not in the project's private folder");
        }
        AtomicFiles.copyPlain(file, folder.resolve(name));
    }

    /** See {@link BuildStore#publishFirstPage}. */
    Optional<Artifact> publishFirstPage(Path picture) {
        try {
            copy(picture, FileNames.FIRST_PAGE);
            long bytes = Files.size(folder.resolve(FileNames.FIRST_PAGE));
            return Optional.of(new Artifact("png", FileNames.FIRST_PAGE, bytes, null));
        } catch (IOException e) {
            LOG.warn("the picture of the first page cannot be kept in {}: {}", folder, e.toString());
            return Optional.empty();
        }
    }

    /** The PDF that is there, of whichever attempt. */
    Optional<Path> findPdf() throws IOException {
        return publishedFiles().stream()
                .filter(file -> FileNames.isPdf(nameOf(file)))
                .findFirst();
    }

    /** Takes away the PDF of an attempt before. */
    void removePdf() throws IOException {
        Files.deleteIfExists(folder.resolve(FileNames.FIRST_PAGE));
        for (Path file : publishedFiles()) {
            if (FileNames.isPdf(nameOf(file))) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** The plain files that builds made. */
    List<Path> publishedFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (FileNames.mayBePublished(nameOf(entry)) && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    files.add(entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    private void removeAllBut(Set<String> names) throws IOException {
        for (Path file : publishedFiles()) {
            if (!names.contains(nameOf(file))) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void write(List<Problem> problems, OutputStream out) throws IOException {
        JsonGenerator json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        json.writeArrayFieldStart("problems");
        for (Problem problem : problems) {
            write(problem, json);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.close();
    }

    private static void write(Problem problem, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("severity", problem.severity().name().toLowerCase(Locale.ROOT));
        RecordWriter.writeText(json, "file", problem.file());
        writeNumber(json, "line", problem.line());
        RecordWriter.writeText(json, "message", problem.message());
        RecordWriter.writeText(json, "context", problem.context());
        writeNumber(json, "logLine", problem.logLine());
        json.writeEndObject();
    }

    private static void writeNumber(JsonGenerator json, String field, @Nullable Integer number) throws IOException {
        if (number == null) {
            json.writeNullField(field);
        } else {
            json.writeNumberField(field, number);
        }
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }
}

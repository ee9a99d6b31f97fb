package ci.galley.store;

import ci.galley.model.CommitHash;
import ci.galley.support.io.AtomicFiles;
import ci.galley.support.io.JsonTree;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which files in a project's output folder we put there: {@code .shown.json}.
 *
 * @param files names of files of the last build
 * @param pdf the name of the newest PDF, null where there is none
 * @param commit whose PDF that is
 */
record Shown(
        Set<String> files, @Nullable String pdf, @Nullable CommitHash commit) {
    /** Those of our own files that are shown. */
    static final Set<String> OURS = Set.of(FileNames.RECORD, FileNames.BADGE, FileNames.LOG);

    private static final Shown NOTHING = new Shown(Set.of(), null, null);
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_BYTES = 1 << 16;

    Shown withPdf(String name, CommitHash of) {
        return new Shown(files, name, of);
    }

    /** With the files of the other, too. */
    Shown and(Shown other) {
        Set<String> both = all();
        both.addAll(other.all());
        if (pdf != null) {
            both.remove(pdf);
        }
        return new Shown(both, pdf, commit);
    }

    /** Whether the other names no file that this does not, and shows the same PDF. */
    boolean holds(Shown other) {
        return files.containsAll(other.files) && Objects.equals(pdf, other.pdf) && Objects.equals(commit, other.commit);
    }

    /** The names of all files. */
    Set<String> all() {
        Set<String> all = new TreeSet<>(files);
        if (pdf != null) {
            all.add(pdf);
        }
        return all;
    }

    void write(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("files");
            for (String name : files) {
                json.writeString(name);
            }
            json.writeEndArray();
            json.writeStringField("pdf", pdf);
            json.writeStringField("commit", commit == null ? null : commit.value());
            json.writeEndObject();
        }
        AtomicFiles.write(file, bytes.toByteArray());
    }

    /** What the file says, or nothing where it is missing, broken, or names what cannot be ours. */
    static Shown read(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return NOTHING;
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            JsonNode object = JsonTree.read(in.readNBytes(MAX_BYTES));
            Set<String> files = new TreeSet<>();
            for (JsonNode name : object.path("files")) {
                if (OURS.contains(name.asText()) || FileNames.mayBePublished(name.asText())) {
                    files.add(name.asText());
                }
            }
            String pdf = object.path("pdf").textValue();
            CommitHash commit = CommitHash.parse(object.path("commit").asText()).orElse(null);
            boolean whole = pdf != null && FileNames.mayBePublished(pdf) && commit != null;
            return new Shown(files, whole ? pdf : null, whole ? commit : null);
        } catch (IOException | RuntimeException e) {
            return NOTHING;
        }
    }
}

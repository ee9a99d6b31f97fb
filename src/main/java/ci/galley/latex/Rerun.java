package ci.galley.latex;

import ci.galley.model.Engine;
import ci.galley.support.io.Trees;
import ci.galley.support.process.Command;
import ci.galley.support.process.ProgramMissingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One more run of the engine for a document that has just been typeset, behind the others of the machine. The checkout and
 * what is in it stay as they are: what the engine writes goes to copies, to be compared.
 */
final class Rerun implements AutoCloseable {
    private static final int MOST_OUTPUTS = 500;
    private static final int MOST_LOG_BYTES = 4 << 20;

    /** See "shell escapes" in the manual of web2c. */
    private static final Pattern PROGRAM_RUN = Pattern.compile("run(?:system|popen)\\(");

    private final Document document;
    private final Path made;
    private final Path folder;
    private final Map<Path, Path> copies = new LinkedHashMap<>();
    private boolean ok;

    private Rerun(Document document, Engine engine) {
        this.document = document;
        this.made = document.made(OnePass.extension(engine));
        this.folder = document.place().work().resolve("rerun");
    }

    /**
     * Runs it, to be closed afterwards.
     *
     * @param asOf what {@code \today} is
     * @param more variables of the engine's environment
     * @param mounts folders of ours by the path at which the engine finds them
     */
    static Rerun of(
            Aside aside,
            Engine engine,
            Command command,
            Instant asOf,
            Map<String, String> more,
            Map<Path, Path> mounts,
            OutputStream output)
            throws IOException, InterruptedException {
        Rerun rerun = new Rerun(aside.document(), engine);
        try {
            rerun.copy();
            Map<Path, Path> writable = new HashMap<>(mounts);
            Workplace place = aside.document().place();
            rerun.copies.forEach((file, copy) -> writable.put(
                    aside.sandbox().seenAs(place).resolve(place.sources().relativize(file)), copy));
            rerun.ok = rerun.copies.size() <= MOST_OUTPUTS
                    && rerun.copies.containsKey(rerun.made)
                    && aside.run(command, asOf, more, writable, output).ok();
            return rerun;
        } catch (ProgramMissingException e) {
            return rerun;
        } catch (IOException | InterruptedException | RuntimeException e) {
            rerun.close();
            throw e;
        }
    }

    private void copy() throws IOException {
        Trees.delete(folder);
        Files.createDirectories(folder);
        for (String name : Recorder.read(document.made(Recorder.EXTENSION)).written()) {
            Path file = document.place().inside(name).orElse(null);
            if (file != null && PlainFiles.isPlain(file) && !copies.containsKey(file)) {
                Path copy = folder.resolve(String.valueOf(copies.size()));
                if (file.equals(made)) {
                    Files.createFile(copy);
                } else {
                    Files.copy(file, copy);
                }
                copies.put(file, copy);
            }
        }
    }

    /** Whether it came to its end, without a mistake. */
    boolean isDone() {
        return ok;
    }

    /** Whether the same document came out, but for its dates. */
    boolean isSameDocument() throws IOException {
        return ok && SameButDates.compare(made, copies.getOrDefault(made, folder));
    }

    /** Whether all that it wrote is the same, but for the log. */
    boolean isSame() throws IOException {
        Path log = document.made(".log");
        for (Map.Entry<Path, Path> copy : copies.entrySet()) {
            if (!copy.getKey().equals(log) && Files.mismatch(copy.getKey(), copy.getValue()) >= 0) {
                return false;
            }
        }
        return ok;
    }

    /** Whether TeX ran, or would have run, other programs. */
    boolean ranPrograms() throws IOException {
        Path log = copies.get(document.made(".log"));
        return log == null || ranPrograms(log);
    }

    static boolean ranPrograms(Path log) throws IOException {
        return PROGRAM_RUN
                .matcher(new String(PlainFiles.tail(log, MOST_LOG_BYTES), StandardCharsets.ISO_8859_1))
                .find();
    }

    @Override
    public void close() throws IOException {
        Trees.delete(folder);
    }
}

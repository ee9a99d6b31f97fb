package ci.galley.latex;

import ci.galley.support.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A format of pdfTeX's that has a document's preamble in it, so that a run need not read it once more; or where that cannot
 * be, LaTeX's own, not compressed, which is read in less time. {@link FormatMaker} makes it.
 */
final class PreambleFormat {
    static final String EXTENSION = ".fmt";
    static final String KEY = ".key";

    private static final int MOST_BYTES = 16 << 20;

    /** Of the engine's environment. */
    static final Map<String, String> VARIABLES = Map.of("TEXFORMATS", Bubblewrap.FORMATS + ":");

    /** LaTeX's own. */
    static final String LATEX = "pdflatex";

    private final Document document;
    private final String name;

    private PreambleFormat(Document document, String name) {
        this.document = document;
        this.name = name;
    }

    /** One that has the preamble, whether it is there or not. */
    static PreambleFormat withPreamble(Document document) {
        return new PreambleFormat(document, document.jobName());
    }

    /** That of the document as it is now. */
    static Optional<PreambleFormat> of(Document document, Sandbox sandbox) throws IOException {
        return isKnown(document, sandbox)
                ? Stream.of(withPreamble(document), new PreambleFormat(document, LATEX))
                        .filter(format -> PlainFiles.isPlain(format.file(EXTENSION)))
                        .findFirst()
                : Optional.empty();
    }

    boolean hasPreamble() {
        return !name.equals(LATEX);
    }

    /** Whether it has been tried to make one of the document as it is now. */
    static boolean isKnown(Document document, Sandbox sandbox) throws IOException {
        byte[] key = PlainFiles.head(withPreamble(document).file(KEY), MOST_BYTES);
        Optional<FormatKey> known = FormatKey.parse(key);
        return known.isPresent() && known.get().isOf(document, sandbox);
    }

    /** What TeX's making of it opened; nothing where there is none. */
    static Recorder recorder(Document document) throws IOException {
        return Recorder.read(withPreamble(document).file(Recorder.EXTENSION));
    }

    private Path file(String extension) {
        return document.place().formats().resolve(name + extension);
    }

    /** Whether the last run of the engine used it. */
    boolean wasUsed() throws IOException {
        return Recorder.read(document.made(Recorder.EXTENSION))
                .read()
                .contains(Bubblewrap.FORMATS + "/" + name + EXTENSION);
    }

    /** It has shown that it is none of this document: there is none until the preamble changes. */
    void drop() throws IOException {
        Files.deleteIfExists(file(EXTENSION));
    }

    /** For the engine. Without {@code -progname} Kpathsea would look in folders named for the format. */
    List<String> options() {
        return hasPreamble() ? List.of("-progname=pdflatex", "-fmt=" + name) : List.of();
    }

    /** After a run with it: makes its log what it would be without. */
    void completeLog() throws IOException {
        if (!hasPreamble()) {
            return;
        }
        Path log = document.made(".log");
        byte[] content = PlainFiles.head(log, MOST_BYTES);
        if (content.length > 0 && content.length < MOST_BYTES) {
            byte[] preamble = PlainFiles.head(file(".log"), MOST_BYTES);
            AtomicFiles.write(log, PreambleLog.insert(content, preamble));
        }
    }
}

package ci.galley.latex;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What latexmk remembers of its last run beside the document: {@code Document.fdb_latexmk}. Its rules are lines such as
 * {@code ["pdflatex"] 1795345600 "D.tex" "build/D.pdf" "D" 1795345601 0}, their sources lines such as
 * {@code "./refs.bib" 1795345600 49 bd5d42... ""}: name, time in seconds, size, MD5.
 */
final class RuleDatabase {
    static final String EXTENSION = ".fdb_latexmk";

    /** The Homotopy Type Theory book's has 60 KB. */
    private static final int MOST_BYTES = 16 << 20;

    private static final Pattern RULE = Pattern.compile("(?m)^\\[\"([a-z0-9]+)\"\\] \\S+ \"([^\"]*)\" \"([^\"]*)\"");

    /** The rules that read a document. */
    private static final Set<String> ENGINES =
            Set.of("pdflatex", "xelatex", "lualatex", "latex", "dvilualatex", "hilatex");

    /** The source lines whose name is relative: what a commit or a build can change. */
    private static final Pattern OWN_SOURCE = Pattern.compile("(?m)^(\\s+\"(?!/)[^\"\\n]*\" )\\d+(?:\\.\\d+)? (?=\\d)");

    private final String text;

    private RuleDatabase(String text) {
        this.text = text;
    }

    /** The database in that file; an empty one where it is none. */
    static RuleDatabase read(Path file) throws IOException {
        return new RuleDatabase(new String(PlainFiles.head(file, MOST_BYTES), StandardCharsets.UTF_8));
    }

    /** Whether it is of a run for that document. */
    boolean isOf(String argument) {
        Matcher rule = RULE.matcher(text);
        while (rule.find()) {
            if (ENGINES.contains(rule.group(1)) && rule.group(2).equals(argument)) {
                return true;
            }
        }
        return false;
    }

    /** Where the run put its PDF, as seen from where latexmk ran. */
    Optional<String> pdf() {
        Matcher rule = RULE.matcher(text);
        while (rule.find()) {
            if (rule.group(3).endsWith(".pdf")) {
                return Optional.of(rule.group(3));
            }
        }
        return Optional.empty();
    }

    /**
     * The file's content such that latexmk compares every source's content: otherwise it believes that one whose size and
     * second are the same is the same, and makes a stale PDF of two edits within a second (latexmk 4.79,
     * {@code fdb_get}).
     */
    static byte[] withoutTimes(byte[] content) {
        // Byte for byte: names may be in any encoding.
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return OWN_SOURCE.matcher(text).replaceAll("$10 ").getBytes(StandardCharsets.ISO_8859_1);
    }
}

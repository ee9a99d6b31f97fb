package ci.galley.latex;

import ci.galley.support.io.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What comes in a document before {@code \begin{document}}, which stands at the beginning of a line of its own.
 *
 * @param lines with that line
 * @param digest of them
 */
record Preamble(int lines, String digest) {
    private static final int MOST_BYTES = 16 << 20;
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final Pattern BEGIN = Pattern.compile("(?m)^[ \\t]*\\\\begin\\{document\\}.*$");
    private static final Pattern ANY_BEGIN = Pattern.compile("begin\\s*\\{\\s*document\\s*\\}");

    /** A first line that names a format, see "Format files" in the manual of web2c. */
    private static final String CHOOSES_FORMAT = "%&";

    /** Nothing where it is not plain to see where it ends. */
    static Optional<Preamble> of(Document document) throws IOException {
        byte[] content = PlainFiles.head(document.file(), MOST_BYTES);
        // Byte for byte: the document may be in any encoding.
        String text = new String(content, StandardCharsets.ISO_8859_1);
        Matcher begin = BEGIN.matcher(text);
        boolean isPlain = content.length < MOST_BYTES
                && PLAIN_NAME.matcher(document.argument()).matches()
                && !document.jobName().equals(PreambleFormat.LATEX)
                && !text.startsWith(CHOOSES_FORMAT)
                && ANY_BEGIN.matcher(text).results().count() == 1
                && begin.find();
        if (!isPlain) {
            return Optional.empty();
        }
        String preamble = text.substring(0, begin.end());
        int lines = 1 + (int) preamble.chars().filter(c -> c == '\n').count();
        return Optional.of(new Preamble(lines, Sha256.of(preamble)));
    }

    /** Whether a document may begin there. */
    static boolean maybeEndsIn(byte[] content) {
        return ANY_BEGIN
                .matcher(new String(content, StandardCharsets.ISO_8859_1))
                .find();
    }
}

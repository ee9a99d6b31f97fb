package ci.galley.latex;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of TeX's log that tells of the preamble. A run with a format has none, since the making of the format has it; with
 * it in its place, the log is what it would be without a format, and holds the preamble's warnings.
 */
final class PreambleLog {
    /** What {@code preamble-format.tex} writes before the preamble. */
    private static final String BEGIN = "Galley reads the preamble\n";

    /** What it writes after the preamble, and a run with the format instead of it. */
    private static final String END = "Galley skips the preamble\n";

    /** A file is opened: the name of the document, which a run with a format opens, too. */
    private static final Pattern OPENS_DOCUMENT = Pattern.compile("^[^\\n]*?\\(\\.?/?[^ ()\\n]*\\.tex ?");

    private PreambleLog() {}

    /** From the log of the making. Logs are in any encoding: a character for each byte. */
    static String of(byte[] log) {
        String text = new String(log, StandardCharsets.ISO_8859_1);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END, Math.max(0, begin));
        if (begin < 0 || end < 0) {
            return "";
        }
        StringBuilder preamble = new StringBuilder();
        boolean isOpen = false;
        Iterator<String> lines =
                text.substring(begin + BEGIN.length(), end).lines().iterator();
        while (lines.hasNext()) {
            String line = lines.next();
            if (!isOpen) {
                Matcher opens = OPENS_DOCUMENT.matcher(line);
                isOpen = opens.find();
                line = isOpen ? line.substring(opens.end()) : "";
            }
            if (isOpen && !(preamble.isEmpty() && line.isEmpty())) {
                preamble.append(line).append('\n');
            }
        }
        return preamble.toString();
    }

    /** The log of a run with the preamble's part in it. */
    static byte[] insert(byte[] log, byte[] preamble) {
        String text = new String(log, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END);
        return end < 0
                ? log
                : (text.substring(0, end)
                                + new String(preamble, StandardCharsets.ISO_8859_1)
                                + text.substring(end + END.length()))
                        .getBytes(StandardCharsets.ISO_8859_1);
    }
}

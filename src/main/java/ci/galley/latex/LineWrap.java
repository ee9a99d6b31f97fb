package ci.galley.latex;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Knows where TeX broke a line because it was full: after {@code max_print_line} units, which is 79 unless somebody set
 * it. pdfTeX counts bytes, XeTeX characters; LuaTeX counts bytes, and one more in what Lua prints (tried with TeX Live
 * 2022).
 */
final class LineWrap {
    private static final int FULL = 79;

    /** What begins a message, and hence does not continue a line that merely happens to be 79 long. */
    private static final Pattern MESSAGE_START = Pattern.compile("! |l\\.\\d+ |LaTeX (?:Font )?(?:Warning|Error|Info):"
            + "|(?:Package|Class|Module) \\S+ (?:Warning|Error|Info):|(?:Over|Under)full \\\\|Missing character: "
            + "|Runaway |<inserted text>|<to be read again>|\\([\\w@.-]+\\) {2}|\\(\\.{0,2}/|\\.{0,2}/[^:]+:\\d+: "
            + "|No file |Here is how much of ");

    private static final int START_BYTES = 100;

    private enum Unit {
        BYTES,
        BYTES_OR_ONE_MORE,
        CHARACTERS
    }

    private final boolean wraps;
    private Unit unit = Unit.BYTES;
    private int longerLines;
    private boolean pastHeader;
    private boolean inStatistics;

    private LineWrap(boolean wraps) {
        this.wraps = wraps;
    }

    /** For the log of TeX. */
    static LineWrap tex() {
        return new LineWrap(true);
    }

    /** For the logs of programs that do not break lines. */
    static LineWrap none() {
        return new LineWrap(false);
    }

    /** To be asked about each line as it is in the log, in order. */
    boolean isFull(byte[] line) {
        if (!wraps) {
            return false;
        }
        learn(line);
        int length = length(line);
        boolean full = length == FULL || (unit == Unit.BYTES_OR_ONE_MORE && length == FULL + 1);
        return full && pastHeader && longerLines < 2 && !endsQuote(line);
    }

    static boolean startsMessage(byte[] line) {
        String start = new String(line, 0, Math.min(line.length, START_BYTES), StandardCharsets.ISO_8859_1);
        return MESSAGE_START.matcher(start).lookingAt();
    }

    /** How far TeX indents what follows this line of quoted source. */
    int indentation(byte[] quoted) {
        // LuaTeX of TeX Live 2022 is two short of it below a source line.
        return Math.max(0, length(quoted) - (unit == Unit.BYTES_OR_ONE_MORE ? 2 : 0));
    }

    /** Learns the engine, and whether lines are longer than 79 here. Some lines at both ends of a log never wrap. */
    private void learn(byte[] line) {
        if (!pastHeader) {
            if (startsWith(line, "This is XeTeX")) {
                unit = Unit.CHARACTERS;
            } else if (startsWith(line, "This is Lua")) {
                unit = Unit.BYTES_OR_ONE_MORE;
            }
            pastHeader = !startsWith(line, "This is ") && !startsWith(line, "**") && !startsWith(line, " ");
        } else if (startsWith(line, "Here is how much of ")) {
            inStatistics = true;
        } else if (!inStatistics && line.length > FULL + 1 && length(line) > FULL + 1) {
            longerLines++;
        }
    }

    /** The second line of a quote from the source fills the line, and ends there with dots. */
    private static boolean endsQuote(byte[] line) {
        int length = line.length;
        return line[0] == ' ' && line[length - 1] == '.' && line[length - 2] == '.' && line[length - 3] == '.';
    }

    private int length(byte[] line) {
        return unit == Unit.CHARACTERS ? characters(line) : line.length;
    }

    private static int characters(byte[] line) {
        int count = 0;
        for (byte b : line) {
            if ((b & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }

    private static boolean startsWith(byte[] line, String prefix) {
        if (line.length < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (line[i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}

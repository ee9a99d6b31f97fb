package ci.galley.latex;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Joins what TeX quotes in two halves. pdfTeX counts bytes, so that it cuts characters in two: where the halves meet, they
 * become whole again; where TeX leaves something out, for which it writes {@code ...}, half a character is dropped.
 */
final class Halves {
    private Halves() {}

    /** Joins the two halves of a quote and decodes them. */
    static String join(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(first.length + second.length);
        joined.writeBytes(withoutHalfAtStart(first));
        joined.writeBytes(withoutHalfAtEnd(second));
        return LogLine.decode(joined.toByteArray());
    }

    /** {@code ...} and the second half of a character that was cut. */
    private static byte[] withoutHalfAtStart(byte[] quoted) {
        if (!hasDots(quoted, 0)) {
            return quoted;
        }
        int end = 3;
        while (end < quoted.length && isContinuation(quoted[end])) {
            end++;
        }
        byte[] whole = Arrays.copyOfRange(quoted, end - 3, quoted.length);
        Arrays.fill(whole, 0, 3, (byte) '.');
        return whole;
    }

    /** The first half of a character that was cut, and {@code ...}. */
    private static byte[] withoutHalfAtEnd(byte[] quoted) {
        int dots = quoted.length - 3;
        if (dots <= 0 || !hasDots(quoted, dots)) {
            return quoted;
        }
        int start = dots;
        while (start > 0 && dots - start < 3 && isContinuation(quoted[start - 1])) {
            start--;
        }
        int lead = start > 0 ? quoted[start - 1] & 0xFF : 0;
        int needed = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
        if (dots - start >= needed) {
            return quoted;
        }
        byte[] whole = Arrays.copyOf(quoted, start - 1 + 3);
        Arrays.fill(whole, start - 1, whole.length, (byte) '.');
        return whole;
    }

    private static boolean hasDots(byte[] bytes, int at) {
        return bytes.length >= at + 3 && bytes[at] == '.' && bytes[at + 1] == '.' && bytes[at + 2] == '.';
    }

    /** Whether this is not the first byte of a character in UTF-8. */
    static boolean isContinuation(byte b) {
        return (b & 0xC0) == 0x80;
    }
}

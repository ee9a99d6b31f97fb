package ci.galley.latex;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A line of a log, as bytes: TeX cuts a line, and the source text it quotes, in the middle of a character, so that lines
 * are joined before they are decoded.
 */
final class LogLine {
    private final int number;
    private final byte[] bytes;
    private @Nullable String text;

    LogLine(int number, byte[] bytes) {
        this.number = number;
        this.bytes = bytes;
    }

    /** Its number in the log, from 1 (where lines were joined, the first one's); null where unknown. */
    @Nullable
    Integer number() {
        return number == 0 ? null : number;
    }

    byte[] bytes() {
        return bytes;
    }

    String text() {
        if (text == null) {
            text = decode(bytes);
        }
        return text;
    }

    boolean isBlank() {
        return text().isBlank();
    }

    /** Decodes UTF-8 with faults; a line that holds no UTF-8 beyond ASCII, but such faults, is Latin-1. */
    static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            String lenient = new String(bytes, StandardCharsets.UTF_8);
            boolean holdsUtf8 = lenient.chars().anyMatch(c -> c > 0x7F && c != 0xFFFD);
            return holdsUtf8 ? lenient : new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}

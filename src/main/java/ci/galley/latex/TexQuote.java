package ci.galley.latex;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where TeX says it was: pairs of lines, innermost first, cut where TeX had read to, of which the last quotes the source.
 *
 * <pre>
 * \greeting #1-&gt;Hello \nosuchname
 *                                {#1}
 * l.5 \textbf{Bold \greeting{x}
 *                               text}
 * </pre>
 */
final class TexQuote {
    /** With {@code \errorcontextlines} TeX shows every macro that it is in; what comes then is no quote any more. */
    private static final int MAX_LINES = 80;

    private static final int MAX_OPEN_LINES = 6;

    private static final Pattern SOURCE = Pattern.compile("l\\.(\\d{1,9})(?: .*)?");
    private static final Pattern TERMINAL = Pattern.compile("<\\*> ?(.*)");
    private static final Pattern LEVEL = Pattern.compile("<[a-z ]{3,30}\\*?> .*");
    private static final Pattern LAST_TOKEN = Pattern.compile("\\\\(?:[\\p{L}@_:]{1,60}|.) ?$");

    private final LogLines lines;
    private @Nullable Integer line;
    private @Nullable String file;
    private @Nullable String source;
    private byte @Nullable [] innermost;
    private byte[] afterInnermost = new byte[0];

    private TexQuote(LogLines lines) {
        this.lines = lines;
    }

    /** Reads on to the end of the quote, or to the next message if there is none. */
    static TexQuote read(LogLines lines) throws IOException {
        TexQuote quote = new TexQuote(lines);
        for (int count = 0; count < MAX_LINES && !quote.isComplete(); count++) {
            LogLine next = lines.peek();
            if (next == null || TexMessage.startsHere(next.text())) {
                return quote;
            }
            lines.next();
            quote.take(next);
        }
        return quote;
    }

    /**
     * Reads a quote that is followed by no empty line: what TeX prints next stands behind the quote's end, and is left
     * there.
     */
    static TexQuote readOpen(LogLines lines) throws IOException {
        TexQuote quote = new TexQuote(lines);
        for (int count = 0; count < MAX_OPEN_LINES; count++) {
            LogLine next = lines.peek();
            Matcher here = SOURCE.matcher(next == null ? "" : next.text());
            if (next == null || TexMessage.startsHere(next.text())) {
                break;
            }
            lines.next();
            if (here.matches()) {
                quote.line = Integer.valueOf(here.group(1));
                quote.source = Prose.quote(LogLine.decode(afterLabel(next, here)));
                break;
            }
        }
        return quote;
    }

    /** Whether a line can be the first of a quote. */
    static boolean startsHere(String text) {
        return SOURCE.matcher(text).matches() || LEVEL.matcher(text).matches();
    }

    @Nullable
    Integer line() {
        return line;
    }

    /** The file, where TeX names it here: only after its end. */
    @Nullable
    String file() {
        return file;
    }

    /** The line of the source, or what TeX shows of it. */
    @Nullable
    String source() {
        return source;
    }

    /** The control sequence that was read last, such as {@code \foo}. */
    @Nullable
    String lastToken() {
        byte[] first = innermost;
        if (first == null) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(first);
        if (first.length > 0 && first[first.length - 1] < 0) { // pdfTeX reads half a character
            int end = 0;
            while (end < afterInnermost.length && Halves.isContinuation(afterInnermost[end])) {
                bytes.write(afterInnermost[end++]);
            }
        }
        Matcher token = LAST_TOKEN.matcher(LogLine.decode(bytes.toByteArray()));
        return token.find() ? token.group().strip() : null;
    }

    private boolean isComplete() throws IOException {
        LogLine next = lines.peek();
        boolean more = next != null && SOURCE.matcher(next.text()).matches(); // of a piece that Lua or \scantokens read
        return (line != null || file != null) && !more;
    }

    private void take(LogLine first) throws IOException {
        String text = first.text();
        Matcher terminal = TERMINAL.matcher(text);
        Matcher here = SOURCE.matcher(text);
        if (here.matches()) {
            line = Integer.valueOf(here.group(1));
            byte[] rest = continuation(lines.wrap().indentation(first.bytes()));
            source = Prose.quote(Halves.join(afterLabel(first, here), rest));
            rememberInnermost(first.bytes(), rest);
        } else if (terminal.matches()) {
            file = terminal.group(1).strip();
            continuation(0);
        } else if (innermost == null && (LEVEL.matcher(text).matches() || isMacro(text))) {
            rememberInnermost(first.bytes(), continuation(lines.wrap().indentation(first.bytes())));
        }
    }

    /** {@code \foo #1->...}; a long text is cut at its beginning: {@code \foo ...more}. */
    private static boolean isMacro(String text) {
        return text.startsWith("\\") && (text.contains("->") || text.contains("..."));
    }

    private void rememberInnermost(byte[] first, byte[] rest) {
        if (innermost == null) {
            innermost = first;
            afterInnermost = rest;
        }
    }

    /** The second line of a pair without its indentation; empty if it is not there. */
    private byte[] continuation(int indentation) throws IOException {
        LogLine second = lines.peek();
        if (second == null || second.bytes().length == 0 || second.bytes()[0] != ' ') {
            return new byte[0];
        }
        lines.next();
        byte[] bytes = second.bytes();
        int start = 0;
        while (start < bytes.length && start < indentation && bytes[start] == ' ') {
            start++;
        }
        return Arrays.copyOfRange(bytes, start, bytes.length);
    }

    /** What follows {@code l.12 }. */
    private static byte[] afterLabel(LogLine line, Matcher here) {
        byte[] bytes = line.bytes();
        return Arrays.copyOfRange(bytes, Math.min(bytes.length, here.end(1) + 1), bytes.length);
    }
}

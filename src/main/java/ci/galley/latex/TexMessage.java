package ci.galley.latex;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first lines of a message: what kind it is, and its text, lines that belong together joined.
 *
 * @param file where an error says that it is; null where it does not
 * @param line where an error says that it is; null where it does not
 * @param text the message, without {@code LaTeX Error:} or the like; a package puts its name in front
 * @param logLine the line of the log
 */
record TexMessage(
        Kind kind,
        @Nullable String file,
        @Nullable Integer line,
        String text,
        @Nullable Integer logLine) {

    enum Kind {
        ERROR,
        WARNING,
        /** Something that only the curious read. */
        INFO
    }

    /** {@code ./Document.tex:12: ...}, as {@code -file-line-error} asks for. */
    private static final Pattern LOCATED =
            Pattern.compile("(\\.{0,2}/[^:]+|[^:\\s]+\\.(?:tex|ltx|sty|cls|lua|bbl|aux|toc|ind)"
                    + "|\"[^\":]+\"|\\[\\\\\\w+]|\\[string [^]]*]):(\\d{1,9}): (.*)");

    /** {@code ! ...}, {@code !pdfTeX error: ...}. */
    private static final Pattern CLASSIC = Pattern.compile("!(?: |(?=\\w* ?error: ))(.*)");

    /** Who speaks, and how gravely. TeX Live 2022's {@code \GenericWarning} and {@code \GenericError}. */
    private static final Pattern SPOKEN = Pattern.compile(
            "(?:Fatal |Critical )?(LaTeX|LaTeX2e|LaTeX3|Package|Class|Module|File|Library)(?: (\\S{1,60}))?"
                    + " ((?i:Error|Warning|Info|Message)): ?(.*)");

    /** Warnings of the engines themselves: {@code pdfTeX warning (dest): ...}, {@code warning  (pdf backend): ...}. */
    private static final Pattern ENGINE =
            Pattern.compile("(?:(?:pdf|lua|Xe|lua(?:hb)?)TeX )?warning {0,2}(?:\\([\\w ]{1,30}\\))?: (.*)");

    private static final Pattern CONTINUED = Pattern.compile("(?:\\([\\w@.:-]{1,60}\\) {2,}| {4,})(\\S.*)?");

    /** Whether a line is the first of a message that stands for itself. */
    static boolean startsHere(String text) {
        return LOCATED.matcher(text).matches()
                || CLASSIC.matcher(text).matches()
                || SPOKEN.matcher(text).matches()
                || ENGINE.matcher(text).matches();
    }

    /** Reads the message that starts with {@code first}; null, with nothing read, if none does. */
    static @Nullable TexMessage read(LogLine first, LogLines lines) throws IOException {
        String text = first.text();
        Matcher located = LOCATED.matcher(text);
        if (located.matches()) {
            String said = continued(located.group(3), lines);
            boolean inLua = located.group(1).startsWith("[");
            String file = inLua ? null : located.group(1);
            Integer line = inLua ? null : Integer.valueOf(located.group(2));
            return new TexMessage(Kind.ERROR, file, line, withoutSpeaker(said), first.number());
        }
        Matcher classic = CLASSIC.matcher(text);
        if (classic.matches()) {
            return new TexMessage(
                    Kind.ERROR, null, null, withoutSpeaker(continued(classic.group(1), lines)), first.number());
        }
        Matcher spoken = SPOKEN.matcher(text);
        if (spoken.matches()) {
            Kind kind = kind(spoken.group(3));
            return new TexMessage(kind, null, null, withoutSpeaker(continued(text, lines)), first.number());
        }
        Matcher engine = ENGINE.matcher(text);
        return engine.matches() ? new TexMessage(Kind.WARNING, null, null, engine.group(1), first.number()) : null;
    }

    private static Kind kind(String word) {
        return switch (word.charAt(0)) {
            case 'E', 'e' -> Kind.ERROR;
            case 'W', 'w' -> Kind.WARNING;
            default -> Kind.INFO;
        };
    }

    private static String continued(String start, LogLines lines) throws IOException {
        StringBuilder text = new StringBuilder(start);
        for (int count = 0; count < 40; count++) {
            LogLine next = lines.peek();
            Matcher more = CONTINUED.matcher(next == null ? "" : next.text());
            if (next == null || next.isBlank() || !more.matches()) {
                break;
            }
            lines.next();
            text.append(' ').append(more.group(1) == null ? "" : more.group(1));
        }
        return text.toString();
    }

    private static String withoutSpeaker(String said) {
        Matcher spoken = SPOKEN.matcher(said);
        if (!spoken.matches()) {
            return said;
        }
        String name = spoken.group(2);
        boolean kernel = name == null || spoken.group(1).startsWith("LaTeX");
        return kernel ? spoken.group(4) : name + ": " + spoken.group(4);
    }
}

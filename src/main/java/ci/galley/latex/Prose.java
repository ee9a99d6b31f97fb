package ci.galley.latex;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes sentences of what programs write into logs. */
final class Prose {
    private static final int MAX_MESSAGE = 500;
    private static final int MAX_CONTEXT = 300;

    /** Line ends, runs of blanks, and whatever a terminal or a page might obey. */
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");

    private Prose() {}

    /** One sentence: blanks collapsed, without its full stop, at most 500 characters. */
    static String sentence(String raw) {
        String text = BLANKS.matcher(raw).replaceAll(" ").strip();
        int end = text.length();
        while (end > 0 && ".! ".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return shorten(end == 0 ? text : text.substring(0, end), MAX_MESSAGE);
    }

    /** A quote: blanks collapsed, at most 300 characters; null if nothing is left. */
    static @Nullable String quote(@Nullable String raw) {
        if (raw == null) {
            return null;
        }
        String text = BLANKS.matcher(raw.replace("^^M", "")).replaceAll(" ").strip();
        return text.isEmpty() ? null : shorten(text, MAX_CONTEXT);
    }

    private static String shorten(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }
}

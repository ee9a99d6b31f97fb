package ci.galley.status;

import ci.galley.model.Build;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Draws the badge: flat, 20 pixels high, as wide as its text. The same build always gives the same bytes. */
public final class Badge {
    private static final String LEFT_COLOUR = "#444";

    /** Left and right of each text, in pixels. */
    private static final int PADDING = 5;

    private Badge() {}

    /**
     * The badge of a build: what became of it, and the abbreviated commit.
     *
     * @param build null where there is none: "no builds"
     * @return an SVG document in UTF-8
     */
    public static byte[] svg(@Nullable Build build) {
        String badge = build == null
                ? single(Look.NOTHING)
                : pair(Look.of(build.state()), build.commit().abbreviated());
        return badge.getBytes(StandardCharsets.UTF_8);
    }

    private static String single(Look look) {
        Part part = new Part(look.word(), 0, look.colour());
        return draw(look.word(), part.width(), part.box(), part.label());
    }

    private static String pair(Look look, String detail) {
        Part left = new Part(look.word(), 0, LEFT_COLOUR);
        Part right = new Part(detail, left.width(), look.colour());
        return draw(
                look.word() + " " + detail,
                left.width() + right.width(),
                left.box() + right.box(),
                left.label() + right.label());
    }

    /** Texts are set ten times too large and scaled down, since some browsers round positions to whole units. */
    private static String draw(String name, int width, String boxes, String labels) {
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" aria-label="%2$s">
                <title>%2$s</title>
                <linearGradient id="gloss" x2="0" y2="100%%">
                <stop offset="0" stop-color="#bbb" stop-opacity=".1"/><stop offset="1" stop-opacity=".1"/>
                </linearGradient>
                <clipPath id="round"><rect width="%1$d" height="20" rx="3"/></clipPath>
                <g clip-path="url(#round)">
                %3$s<rect width="%1$d" height="20" fill="url(#gloss)"/>
                </g>
                <g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="110" \
                aria-hidden="true">
                %4$s</g>
                </svg>
                """, width, escape(name), boxes, labels);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;");
    }

    /**
     * One coloured piece of the badge.
     *
     * @param start its left edge in pixels
     */
    private record Part(String text, int start, String colour) {
        int width() {
            return (TextWidth.tenths(text) + 9) / 10 + 2 * PADDING;
        }

        String box() {
            return String.format(
                    Locale.ROOT, "<rect x=\"%d\" width=\"%d\" height=\"20\" fill=\"%s\"/>\n", start, width(), colour);
        }

        /** The text, with a shadow; {@code textLength} holds it to its width in whatever font there is. */
        String label() {
            int middle = 10 * start + 5 * width();
            int length = TextWidth.tenths(text);
            String shadow = "<text transform=\"scale(.1)\" x=\"%d\" y=\"150\" textLength=\"%d\" fill=\"#010101\" "
                    + "fill-opacity=\".3\">%s</text>\n";
            String face = "<text transform=\"scale(.1)\" x=\"%d\" y=\"140\" textLength=\"%d\">%s</text>\n";
            return String.format(
                    Locale.ROOT, shadow + face, middle, length, escape(text), middle, length, escape(text));
        }
    }
}

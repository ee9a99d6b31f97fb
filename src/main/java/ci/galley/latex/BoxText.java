package ci.galley.latex;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes text of the content of a box: {@code []\OT1/cmr/m/n/10 Of^^Lce hours} is {@code Office hours}. TeX writes the
 * characters of its fonts, which are not those of the source where the font has ligatures and quotes.
 */
final class BoxText {
    /** {@code \encoding/family/series/shape/size}. */
    private static final Pattern FONT =
            Pattern.compile("\\\\(\\w{1,40})/[^ /\\\\]{1,80}/[^ /\\\\]{1,80}/[^ /\\\\]{1,80}/[\\d.]{1,20} ?");

    /** Knuth's fonts; TeXbook, appendix F. */
    private static final Map<String, String> OT1 =
            Map.of("^^K", "ff", "^^L", "fi", "^^M", "fl", "^^N", "ffi", "^^O", "ffl", "^^Y", "ß", "^^Z", "æ");

    /** The Cork encoding; encguide.pdf of LaTeX. */
    private static final Map<String, String> T1 = Map.ofEntries(
            Map.entry("^^P", "“"),
            Map.entry("^^Q", "”"),
            Map.entry("^^R", "„"),
            Map.entry("^^S", "«"),
            Map.entry("^^T", "»"),
            Map.entry("^^U", "–"),
            Map.entry("^^V", "—"),
            Map.entry("^^[", "ff"),
            Map.entry("^^\\", "fi"),
            Map.entry("^^]", "fl"),
            Map.entry("^^^", "ffi"),
            Map.entry("^^_", "ffl"),
            Map.entry("ÿ", "ß"));

    private BoxText() {}

    /** The text of a box; null where there is none. */
    static @Nullable String of(String content) {
        StringBuilder text = new StringBuilder();
        Matcher font = FONT.matcher(content);
        String encoding = "";
        int start = 0;
        while (font.find()) {
            text.append(decoded(content.substring(start, font.start()), encoding));
            encoding = font.group(1);
            start = font.end();
        }
        text.append(decoded(content.substring(start), encoding));
        return Prose.quote(text.toString());
    }

    private static String decoded(String run, String encoding) {
        String text = run.replace("[]", "");
        Map<String, String> characters = switch (encoding) {
            case "OT1" -> OT1;
            case "T1" -> T1;
            default -> Map.of();
        };
        for (Map.Entry<String, String> character : characters.entrySet()) {
            text = text.replace(character.getKey(), character.getValue());
        }
        return text;
    }
}

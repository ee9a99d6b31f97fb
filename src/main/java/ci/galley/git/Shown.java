package ci.galley.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** What may be shown of foreign text: no password, no path of this machine, nothing invisible. */
final class Shown {
    private static final int MOST_CHARACTERS = 60;
    private static final Pattern USER_IN_URL = Pattern.compile("(?i)\\b(https?|ftps?|git)://[^/@\\s]*@");
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(?i)\\b((?:git\\+)?ssh://[^/@:\\s]*):[^/@\\s]*@");
    private static final Pattern QUERY = Pattern.compile("(?i)^(https?://[^?#]*)[?#].*");

    private Shown() {}

    /** The address of a remote without what logs one in. */
    static String remote(String url) {
        return QUERY.matcher(withoutPasswords(url)).replaceFirst("$1");
    }

    /** Text with all the addresses in it as {@link #remote} shows them. */
    static String withoutPasswords(String text) {
        String anonymous = USER_IN_URL.matcher(text).replaceAll("$1://");
        return PASSWORD_IN_URL.matcher(anonymous).replaceAll("$1@");
    }

    /** What git says about a clone, with the folder's name for its path. */
    static String message(String text, Path clone) {
        Path parent = clone.getParent();
        String shown = withoutPasswords(text);
        return parent == null ? shown : shown.replace(parent + "/", "").replace(real(parent) + "/", "");
    }

    /** git follows links before it names a folder. */
    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder;
        }
    }

    /** A value from outside, short, in one line, with what is invisible spelled out. */
    static String value(String value) {
        return value(value, MOST_CHARACTERS);
    }

    /**
     * @param most how many characters are shown
     */
    static String value(String value, int most) {
        StringBuilder shown = new StringBuilder();
        int end = value.codePointCount(0, value.length()) > most ? value.offsetByCodePoints(0, most) : value.length();
        value.substring(0, end).codePoints().forEach(c -> append(shown, c));
        return end < value.length() ? shown + "..." : shown.toString();
    }

    private static void append(StringBuilder shown, int character) {
        switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> shown.append(String.format(Locale.ROOT, "\\u%04x", character));
            default -> shown.appendCodePoint(character);
        }
    }
}

package ci.galley.model;

/** Text that others wrote. */
final class Text {
    private Text() {}

    /** The text, or its beginning and an ellipsis where it is longer than {@code limit} characters. */
    static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        // never between the halves of a surrogate pair
        int end = Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
        return text.substring(0, end) + "…";
    }
}

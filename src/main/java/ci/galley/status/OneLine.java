package ci.galley.status;

/** Text from elsewhere, made fit for one line that people read. */
final class OneLine {
    private static final String CUT = "\u2026";

    private OneLine() {}

    /**
     * The text without control characters and halves of surrogate pairs, blanks joined, cut where it is too long.
     *
     * @param most the number of code points it may have
     */
    static String of(String text, int most) {
        String clean = text.replaceAll("[\\p{Cntrl}\\p{Cs}\\s]+", " ").strip();
        if (clean.codePointCount(0, clean.length()) <= most) {
            return clean;
        }
        int end = clean.offsetByCodePoints(0, most - 1);
        return clean.substring(0, end).stripTrailing() + CUT;
    }
}

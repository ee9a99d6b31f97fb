package ci.galley.webhook;

/** Text of an event, made fit to be shown to whoever sent it. */
final class Shown {
    private static final int MOST = 120;

    private Shown() {}

    /** Not too long, one line, nothing invisible. */
    static String of(String value) {
        String visible = value.replaceAll("[\\p{Cntrl}\\p{Cs}\\p{Cf}]", "?");
        return visible.codePointCount(0, visible.length()) <= MOST
                ? visible
                : visible.substring(0, visible.offsetByCodePoints(0, MOST)) + "...";
    }
}

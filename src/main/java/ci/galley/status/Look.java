package ci.galley.status;

import ci.galley.model.BuildState;

/**
 * How a badge shows a state: by colour and by word, since not everybody sees the colour.
 *
 * @param word what the badge says
 * @param colour what is behind the text, {@code #rrggbb}. White text on it has a contrast of at least 4.5 (WCAG 2.2,
 *     success criterion 1.4.3), also where the badge's gloss makes it lightest
 */
record Look(String word, String colour) {
    private static final String GREEN = "#1a7431";
    private static final String RED = "#b62324";
    private static final String AMBER = "#895503";
    private static final String GREY = "#60686f";

    /** Where there is no build. */
    static final Look NOTHING = new Look("no builds", GREY);

    static Look of(BuildState state) {
        return switch (state) {
            case QUEUED -> new Look("queued", GREY);
            case RUNNING -> new Look("building", AMBER);
            case SUCCESS -> new Look("built", GREEN);
            case FAILURE -> new Look("failed", RED);
            case ERROR -> new Look("error", RED);
            case CANCELLED -> new Look("cancelled", GREY);
        };
    }
}

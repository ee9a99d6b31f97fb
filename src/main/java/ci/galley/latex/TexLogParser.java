package ci.galley.latex;

import ci.galley.model.Problem;
import java.util.List;

/** Finds the problems in the log of TeX. */
final class TexLogParser {
    private TexLogParser() {}

    /** The problems in the order of the log; {@code log} as it is on disk, lines wrapped at 79 characters and all. */
    static List<Problem> parse(String log) {
        throw new UnsupportedOperationException(log);
    }
}

package ci.galley.latex;

import ci.galley.model.Problem;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/** What the logs of a run hold. */
final class Problems {
    private Problems() {}

    /** The problems, errors first; none where there is no log. */
    static List<Problem> read(Traces.Found found) throws IOException {
        TexLog log = new TexLog(found.log());
        if (!log.exists()) {
            return List.of();
        }
        return parse(log.text()).stream()
                .sorted(Comparator.comparing(Problem::severity))
                .toList();
    }

    private static List<Problem> parse(String log) {
        try {
            return TexLogParser.parse(log);
        } catch (UnsupportedOperationException e) {
            return List.of();
        }
    }
}

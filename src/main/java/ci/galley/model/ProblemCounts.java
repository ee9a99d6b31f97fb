package ci.galley.model;

import java.util.Collection;

/**
 * How many problems a build's logs hold.
 *
 * @param errors problems that keep the document from being right
 * @param warnings problems worth a look
 * @param boxes over- and underfull boxes
 */
public record ProblemCounts(int errors, int warnings, int boxes) {
    public static ProblemCounts of(Collection<Problem> problems) {
        int errors = 0;
        int warnings = 0;
        int boxes = 0;
        for (Problem problem : problems) {
            switch (problem.severity()) {
                case ERROR -> errors++;
                case WARNING -> warnings++;
                case BOX -> boxes++;
            }
        }
        return new ProblemCounts(errors, warnings, boxes);
    }
}

package ci.galley.status;

import ci.galley.model.Artifact;
import ci.galley.model.Build;
import ci.galley.model.ProblemCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What GitHub shows beside a commit's state: facts. */
final class Description {
    /** GitHub answers a longer one with 422, "description is too long (maximum is 140 characters)". */
    static final int MOST_CODE_POINTS = 140;

    private static final int MINUTE = 60;

    private Description() {}

    static String of(Build build) {
        String text = switch (build.state()) {
            case QUEUED -> "Waiting to be built";
            case RUNNING -> "Being built";
            case SUCCESS -> success(build);
            case FAILURE -> reason(build, "The document does not typeset");
            case ERROR -> reason(build, "Something went wrong");
            case CANCELLED -> reason(build, "Cancelled");
        };
        // GitHub answers characters beyond U+FFFF with 422, "description doesn't accept 4-byte Unicode"
        return OneLine.of(text, MOST_CODE_POINTS).replaceAll("[^\\x{0}-\\x{FFFF}]", "\ufffd");
    }

    private static String reason(Build build, String otherwise) {
        String reason = build.reason();
        return reason == null || reason.isBlank() ? otherwise : reason;
    }

    /** {@code 12 pages in 4.2 s, 3 warnings}. */
    private static String success(Build build) {
        List<String> facts = new ArrayList<>();
        String made = pages(build).map(pages -> count(pages, "page")).orElse("Done");
        facts.add(made + duration(build.duration()));
        ProblemCounts problems = build.problems();
        if (problems != null && problems.errors() > 0) {
            facts.add(count(problems.errors(), "error"));
        }
        if (problems != null && problems.warnings() > 0) {
            facts.add(count(problems.warnings(), "warning"));
        }
        return String.join(", ", facts);
    }

    private static Optional<Integer> pages(Build build) {
        return build.artifacts().stream()
                .map(Artifact::pages)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static String count(int number, String word) {
        return number + " " + word + (number == 1 ? "" : "s");
    }

    private static String duration(@Nullable Duration took) {
        if (took == null) {
            return "";
        }
        return took.toSeconds() < MINUTE
                ? String.format(Locale.ROOT, " in %.1f s", took.toMillis() / 1000.0)
                : String.format(Locale.ROOT, " in %d min %d s", took.toMinutes(), took.toSecondsPart());
    }
}

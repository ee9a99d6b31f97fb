package ci.galley.latex;

import ci.galley.model.CiConfig;
import ci.galley.support.process.Deadline;
import java.time.Duration;

/**
 * How long a build may take, and who says so.
 *
 * @param limit for the whole build
 * @param source the setting's name, for people
 */
record TimeLimit(Duration limit, String source) {
    static TimeLimit of(CiConfig config, Deadline deadline) {
        boolean own = deadline.limit().equals(config.timeout());
        return new TimeLimit(deadline.limit(), own ? "\"timeout\" in .ci.json" : "BUILD_TIMEOUT");
    }

    String exceeded() {
        return "The build took longer than " + words(limit) + " (" + source + ") and was stopped";
    }

    private static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds == 0) {
            return duration.toMillis() + " ms";
        }
        return seconds % 60 == 0 ? plural(seconds / 60, "minute") : plural(seconds, "second");
    }

    private static String plural(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}

package ci.galley.status;

import ci.galley.model.ProjectName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * When the next request may be sent. Times are nanoseconds of {@link Ticks}. For use by one thread.
 *
 * @see <a href="https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api">Best practices
 *     for using the REST API</a>: one request at a time, a second between writes, waits as GitHub says, else of at least a
 *     minute, growing
 */
final class Pace {
    static final Duration BETWEEN_WRITES = Duration.ofSeconds(1);
    static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    static final Duration LONGEST_RETRY = Duration.ofMinutes(15);
    static final Duration FIRST_LIMIT = Duration.ofMinutes(1);
    static final Duration LONGEST_LIMIT = Duration.ofHours(1);

    private final Map<ProjectName, Long> projects = new HashMap<>();
    private long everything;
    private int limits;
    private int unreachable;

    /** When a request for that project may be sent. */
    long earliest(ProjectName project) {
        return Math.max(everything, projects.getOrDefault(project, 0L));
    }

    /** A request was just sent. */
    void wrote(long now) {
        pause(now, BETWEEN_WRITES);
    }

    /** Nothing is sent for a while. */
    void pause(long now, Duration wait) {
        everything = Math.max(everything, now + wait.toNanos());
    }

    /** Nothing is sent for a project for a while. */
    void pause(ProjectName project, long now, Duration wait) {
        projects.put(project, now + wait.toNanos());
    }

    /** GitHub asked to slow down, without saying for how long. */
    void limited(long now) {
        pause(now, growing(FIRST_LIMIT, limits++, LONGEST_LIMIT));
    }

    /** GitHub cannot be reached at all. */
    void unreachable(long now) {
        pause(now, growing(FIRST_RETRY, unreachable++, LONGEST_RETRY));
    }

    /** GitHub answers. */
    void reached() {
        unreachable = 0;
    }

    /** GitHub accepted something. */
    void accepted(ProjectName project) {
        limits = 0;
        projects.remove(project);
    }

    /** How long to wait before a letter is tried again that was tried in vain so often. */
    static Duration retry(int failures) {
        return growing(FIRST_RETRY, failures, LONGEST_RETRY);
    }

    private static Duration growing(Duration first, int times, Duration longest) {
        Duration wait = first.multipliedBy(1L << Math.min(times, 30));
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}

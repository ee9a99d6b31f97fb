package ci.galley.support.http;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** How long clients are waited for, before their exchanges give way. */
final class Patience {
    /** How long a client may take none of its answer, even if nobody waits. */
    static final Duration WITH_ONE = Duration.ofSeconds(20);

    /** How long a client may make others wait. */
    private static final Duration WITH_ONE_OF_MANY = Duration.ofMillis(400);

    private final Duration withOne;

    /**
     * @param withOne how long a client may take none of its answer
     */
    Patience(Duration withOne) {
        this.withOne = withOne;
    }

    /**
     * Makes those give way for which it has been too long.
     *
     * @param newcomers how many exchanges can have no thread until others give way
     */
    void cut(List<Progress> running, int newcomers) {
        cut(running, withOne, Integer.MAX_VALUE, Progress::isWriting);
        int givingWay = (int) running.stream().filter(Progress::isGivingWay).count();
        cut(running, WITH_ONE_OF_MANY, newcomers - givingWay, progress -> true);
    }

    /** Those that have waited for their client for longer than {@code limit}, longest first. */
    private static void cut(List<Progress> running, Duration limit, int most, Predicate<Progress> which) {
        if (most <= 0) {
            return;
        }
        long now = System.nanoTime();
        running.stream()
                .filter(which)
                .map(progress -> new Waiting(progress, progress.waitedNanos(now)))
                .filter(waiting -> waiting.nanos() > limit.toNanos())
                .sorted((one, other) -> Long.compare(other.nanos(), one.nanos()))
                .limit(most)
                .forEach(waiting -> waiting.progress().giveWay());
    }

    /** For how long it has waited, read once: it goes on meanwhile. */
    private record Waiting(Progress progress, long nanos) {}
}

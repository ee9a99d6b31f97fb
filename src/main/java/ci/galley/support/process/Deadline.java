package ci.galley.support.process;

import java.time.Duration;

/** An instant on a clock that does not jump, by which something must have ended. */
public final class Deadline {
    private final long endNanos;
    private final Duration limit;

    private Deadline(long endNanos, Duration limit) {
        this.endNanos = endNanos;
        this.limit = limit;
    }

    /** That long from now. */
    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos(), duration);
    }

    /** The earlier of this and {@code limit} from now. */
    public Deadline orIn(Duration limit) {
        Deadline other = in(limit);
        return other.endNanos - endNanos < 0 ? other : this;
    }

    /** How long all of it may take, from the moment at which this was made: for messages. */
    public Duration limit() {
        return limit;
    }

    /** What is left; zero once it has passed. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    public boolean hasPassed() {
        return endNanos - System.nanoTime() <= 0;
    }
}

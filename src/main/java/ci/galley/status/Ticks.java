package ci.galley.status;

import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * Two clocks: one that tells the time of day but may jump, as it does on a Raspberry Pi when it has found the network,
 * and one that counts nanoseconds from 0 on and does not.
 */
record Ticks(Clock clock, LongSupplier counter) {
    static Ticks of(Clock clock) {
        long origin = System.nanoTime();
        return new Ticks(clock, () -> System.nanoTime() - origin);
    }

    long nanos() {
        return counter.getAsLong();
    }
}

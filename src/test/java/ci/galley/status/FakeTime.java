package ci.galley.status;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that passes when a test says so. */
final class FakeTime extends Clock {
    static final Instant START = Instant.parse("2026-11-22T08:00:00Z");

    private long nanos;

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    Duration passed() {
        return Duration.ofNanos(nanos);
    }

    Ticks ticks() {
        return new Ticks(this, () -> nanos);
    }

    @Override
    public Instant instant() {
        return START.plusNanos(nanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

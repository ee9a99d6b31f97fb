package ci.galley.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
    private static final long YEAR_3000 = 32_503_680_000L;

    @Test
    void whatAnInstantWritesIsReadAsThatInstant() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            int unit = new int[] {1, 1_000, 1_000_000, 1_000_000_000}[i % 4];
            Instant time =
                    Instant.ofEpochSecond(random.nextLong(YEAR_3000), random.nextLong(1_000_000_000) / unit * unit);
            assertThat(Timestamps.parse(time.toString())).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-11-22",
                "2026-11-22T08:00:00",
                "2026-11-22T08:00:00.Z",
                "2026-11-22T08:00:00.1Z",
                "2026-11-22T08:00:00.123456789Z",
                "2026-11-22T08:00:00.1234567890Z",
                "2026-11-22T08:00:00,5Z",
                "2026-11-22T08:00:00.-1Z",
                "2026-11-22T08:00:000Z",
                "2026-11-22T08:00Z",
                "2026-11-22t08:00:00z",
                "2026-11-22T08:00:00+01:00",
                "2026-11-22 08:00:00Z",
                "2026-02-29T08:00:00Z",
                "2024-02-29T08:00:00Z",
                "2026-13-01T08:00:00Z",
                "2026-00-01T08:00:00Z",
                "2026-11-31T08:00:00Z",
                "2026-11-30T24:00:00Z",
                "2026-11-30T24:00:01Z",
                "2026-11-30T25:00:00Z",
                "2026-11-30T23:60:00Z",
                "2026-12-31T23:59:60Z",
                "2026-12-31T23:59:61Z",
                "0000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "+12026-01-01T00:00:00Z",
                "２０26-11-22T08:00:00Z"
            })
    void anyOtherTextIsWhatAnInstantMakesOfIt(String text) {
        Throwable refused = catchThrowable(() -> Instant.parse(text));
        if (refused == null) {
            assertThat(Timestamps.parse(text)).isEqualTo(Instant.parse(text));
        } else {
            assertThat(catchThrowable(() -> Timestamps.parse(text))).isInstanceOf(DateTimeException.class);
        }
    }
}

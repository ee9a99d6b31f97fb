package ci.galley.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
    private static final String SERVER_DATE = "Sun, 22 Nov 2026 08:00:00 GMT";
    private static final long SERVER_SECONDS = FakeTime.START.getEpochSecond();

    private static Answer answer(int status, Map<String, String> headers) {
        return new Answer(
                status, URI.create("https://api.github.com/x"), name -> Optional.ofNullable(headers.get(name)), "");
    }

    private static Optional<Duration> waitFor(Map<String, String> headers) {
        return answer(429, headers).wait(new FakeTime());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "60, 60", " 90 , 90", "86400, 86400", "99999999999, 86400"})
    void secondsAreReadAndBounded(String value, long seconds) {
        assertThat(waitFor(Map.of("retry-after", value))).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "-5", "soon", "1.5", "1e3", "9999999999999999999999", "Sun, 22 Nov 2026 07:59:00 GMT"})
    void nothingUsableMeansNothingSaid(String value) {
        assertThat(waitFor(Map.of("retry-after", value, "date", SERVER_DATE))).isEmpty();
    }

    /** A Raspberry Pi without the time of day must not wait until the year 2026 has come. */
    @Test
    void datesAreReadByTheServersClockWhateverOursSays() {
        FakeTime wrong = new FakeTime();
        wrong.pass(Duration.ofDays(4000));
        Answer date = answer(429, Map.of("retry-after", "Sun, 22 Nov 2026 08:02:00 GMT", "date", SERVER_DATE));
        assertThat(date.wait(wrong)).contains(Duration.ofMinutes(2));
        Answer reset = answer(
                403,
                Map.of(
                        "x-ratelimit-remaining",
                        "0",
                        "x-ratelimit-reset",
                        String.valueOf(SERVER_SECONDS + 30),
                        "date",
                        SERVER_DATE));
        assertThat(reset.wait(wrong)).contains(Duration.ofSeconds(31));
    }

    @Test
    void withoutServersClockOursCounts() {
        assertThat(waitFor(Map.of("retry-after", "Sun, 22 Nov 2026 08:00:20 GMT")))
                .contains(Duration.ofSeconds(20));
    }

    @Test
    void resetIsNoWaitWhileRequestsRemain() {
        assertThat(waitFor(Map.of("x-ratelimit-remaining", "17", "x-ratelimit-reset", "99999999999")))
                .isEmpty();
        assertThat(answer(403, Map.of("x-ratelimit-remaining", "17")).isRateLimit())
                .isFalse();
        assertThat(answer(403, Map.of("x-ratelimit-remaining", "0")).isRateLimit())
                .isTrue();
        assertThat(answer(404, Map.of("x-ratelimit-remaining", "0")).isRateLimit())
                .isFalse();
    }
}

package ci.galley.status;

import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What GitHub answered.
 *
 * @param asked the address that was asked
 * @param header gives the first value of a header
 * @param message GitHub's own words, one line; empty where there are none
 */
record Answer(int status, URI asked, Function<String, Optional<String>> header, String message) {
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    /** The status and GitHub's words: {@code 404 Not Found}. */
    String summary() {
        return message.isEmpty() ? String.valueOf(status) : status + " " + message;
    }

    /** Where a redirect leads to. */
    Optional<URI> location() {
        try {
            return header.apply("location").map(value -> asked.resolve(value.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether GitHub asks to slow down, rather than forbids.
     *
     * @see <a href="https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api">Best
     *     practices for using the REST API</a>
     */
    boolean isRateLimit() {
        if (status == 429) {
            return true;
        }
        return status == 403
                && (header.apply("retry-after").isPresent()
                        || noneRemain()
                        || message.toLowerCase(Locale.ROOT).contains("rate limit"));
    }

    /** How long GitHub asks to wait before the next request, if it does: more than nothing, at most a day. */
    Optional<Duration> wait(Clock clock) {
        Optional<Duration> wait = header.apply("retry-after").flatMap(value -> retryAfter(value.strip(), clock));
        if (wait.isEmpty() && noneRemain()) {
            wait = header.apply("x-ratelimit-reset").flatMap(value -> untilReset(value.strip(), clock));
        }
        return wait.filter(time -> !time.isNegative() && !time.isZero())
                .map(time -> time.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : time);
    }

    private boolean noneRemain() {
        return header.apply("x-ratelimit-remaining").map(String::strip).equals(Optional.of("0"));
    }

    /** RFC 9110, section 10.2.3: seconds or a date. */
    private Optional<Duration> retryAfter(String value, Clock clock) {
        Optional<Long> seconds = number(value);
        return seconds.isPresent()
                ? seconds.map(Duration::ofSeconds)
                : date(value).map(until -> Duration.between(serverTime(clock), until));
    }

    /** A second more, since the header's seconds are whole ones. */
    private Optional<Duration> untilReset(String value, Clock clock) {
        return number(value)
                .map(Instant::ofEpochSecond)
                .map(reset -> Duration.between(serverTime(clock), reset).plusSeconds(1));
    }

    /** The server's own clock where it tells: a Raspberry Pi that just started may be years behind. */
    private Instant serverTime(Clock clock) {
        return header.apply("date").map(String::strip).flatMap(Answer::date).orElseGet(clock::instant);
    }

    private static Optional<Instant> date(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> number(String value) {
        return value.matches("[0-9]{1,11}") ? Optional.of(Long.valueOf(value)) : Optional.empty();
    }
}

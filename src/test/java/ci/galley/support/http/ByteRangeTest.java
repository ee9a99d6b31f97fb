package ci.galley.support.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1, bytes 0-0/10",
        "bytes=2-4, 2, 3, bytes 2-4/10",
        "bytes=7-, 7, 3, bytes 7-9/10",
        "bytes=-3, 7, 3, bytes 7-9/10",
        "bytes=-99, 0, 10, bytes 0-9/10",
        "bytes=5-99999999999999999999, 5, 5, bytes 5-9/10",
        "BYTES = 1 - 2, 1, 2, bytes 1-2/10",
        "bytes=10-, 10, 0, bytes */10",
        "bytes=99999999999999999999-, 9223372036854775807, 0, bytes */10",
        "bytes=-0, 10, 0, bytes */10",
    })
    void rangeMeansThoseBytes(String field, long from, long count, String contentRange) {
        assertThat(ByteRange.parse(field, 10)).contains(new ByteRange(from, count));
        assertThat(new ByteRange(from, count).contentRange(10)).isEqualTo(contentRange);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bytes=", "bytes=-", "bytes=4-2", "bytes=a-b", "bytes=0-1,3-4", "lines=1-2", "", "bytes=--1"})
    void anythingElseMeansTheWhole(String field) {
        assertThat(ByteRange.parse(field, 10)).isEmpty();
    }

    @Test
    void emptyContentHasNoRange() {
        assertThat(ByteRange.parse("bytes=0-", 0)).contains(new ByteRange(0, 0));
        assertThat(ByteRange.parse("bytes=-5", 0)).contains(new ByteRange(0, 0));
        assertThat(new ByteRange(0, 0).contentRange(0)).isEqualTo("bytes */0");
    }
}

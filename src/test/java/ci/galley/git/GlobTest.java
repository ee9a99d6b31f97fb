package ci.galley.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "main, main, true",
        "main, mainly, false",
        "draft-*, draft-1, true",
        "draft-*, draft-, true",
        "draft-*, draft-a/b, false",
        "**, any/thing, true",
        "*, any/thing, false",
        "wip/**, wip/a/b, true",
        "wip/**, wip, false",
        "**/x, a/b/x, true",
        "v?, v1, true",
        "v?, v/, false",
        "a.c, abc, false",
        "[ab], a, false",
        "*a*b*, xaxxbx, true",
    })
    void starsStandForPartsOfAName(String pattern, String name, boolean matches) {
        assertThat(Glob.matches(pattern, name)).isEqualTo(matches);
    }

    @Test
    void noPatternTakesLong() {
        Assertions.assertTimeout(
                Duration.ofSeconds(2),
                () -> assertThat(Glob.matches("*a".repeat(100) + "b", "a".repeat(1000)))
                        .isFalse());
    }
}

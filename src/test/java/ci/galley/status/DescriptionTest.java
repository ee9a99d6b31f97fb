package ci.galley.status;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.Artifact;
import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.ProblemCounts;
import ci.galley.model.Result;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptionTest {
    @Test
    void waitingAndRunningBuildsSaySo() {
        assertThat(Description.of(Builds.queued())).isEqualTo("Waiting to be built");
        assertThat(Description.of(Builds.running())).isEqualTo("Being built");
    }

    @Test
    void successCarriesFacts() {
        assertThat(Description.of(Builds.success())).isEqualTo("12 pages in 4.2 s, 3 warnings");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1  | 0 | 0 | 840    | 1 page in 0.8 s",
                "12 | 0 | 1 | 4210   | 12 pages in 4.2 s, 1 warning",
                "12 | 1 | 2 | 4210   | 12 pages in 4.2 s, 1 error, 2 warnings",
                "492| 0 | 0 | 125400 | 492 pages in 2 min 5 s",
                "   | 0 | 0 | 310    | Done in 0.3 s",
            })
    void successCountsCorrectly(@Nullable Integer pages, int errors, int warnings, long millis, String expected) {
        Build build = Builds.running()
                .finished(
                        BuildState.SUCCESS,
                        new Result(
                                FakeTime.START,
                                Duration.ofMillis(millis),
                                null,
                                List.of(new Artifact("pdf", "Document.pdf", 1, pages)),
                                new ProblemCounts(errors, warnings, 9)));
        assertThat(Description.of(build)).isEqualTo(expected);
    }

    @Test
    void updateWithoutDocumentIsDone() {
        Build build = Builds.running()
                .finished(BuildState.SUCCESS, new Result(FakeTime.START, Duration.ofMillis(90), null, List.of(), null));
        assertThat(Description.of(build)).isEqualTo("Done in 0.1 s");
    }

    @Test
    void failureSaysTheReason() {
        String reason = "Document.tex:12: Undefined control sequence \\foo";
        assertThat(Description.of(Builds.ended(BuildState.FAILURE, reason))).isEqualTo(reason);
        assertThat(Description.of(Builds.ended(BuildState.ERROR, reason))).isEqualTo(reason);
        assertThat(Description.of(Builds.ended(BuildState.CANCELLED, " "))).isEqualTo("Cancelled");
    }

    @Test
    void lineBreaksAndControlCharactersBecomeBlanks() {
        assertThat(Description.of(Builds.ended(BuildState.ERROR, "  a\r\n\tb\u0000\u001b[31mc\ud83d ")))
                .isEqualTo("a b [31mc");
    }

    @Test
    void reasonIsCutAt140CodePoints() {
        String exact = "\u00e4".repeat(140);
        assertThat(Description.of(Builds.ended(BuildState.FAILURE, exact))).isEqualTo(exact);
        assertThat(Description.of(Builds.ended(BuildState.FAILURE, exact + "b")))
                .isEqualTo("\u00e4".repeat(139) + "\u2026");
    }

    /** Each of these is two {@code char}s; GitHub takes no character beyond U+FFFF. */
    @Test
    void charactersThatGitHubRefusesAreReplacedAndNeverCutInTwo() {
        String bugs = "\ud83d\udc1b".repeat(200);
        String told = Description.of(Builds.ended(BuildState.FAILURE, bugs));
        assertThat(told).isEqualTo("\ufffd".repeat(139) + "\u2026");
        assertThat(OneLine.of(bugs, 140)).isEqualTo("\ud83d\udc1b".repeat(139) + "\u2026");
    }
}

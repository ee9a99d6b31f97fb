package ci.galley.queue;

import static ci.galley.store.StoreFixture.MATHS;
import static ci.galley.store.StoreFixture.NOW;
import static ci.galley.store.StoreFixture.commit;
import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.Build;
import ci.galley.model.CommitHash;
import ci.galley.model.Push;
import ci.galley.model.Trigger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LastBuildTest {
    /**
     * The pushed commit is 1, the last build's 2, another one 3. Times are seconds; ancestor says whether the clone knows that
     * 1 comes before 2.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            nullValues = "-",
            value = {
                // what                             before time  last.before last.time ancestor moves
                "next push,                               2,   -,   -,   -, false, true",
                "next push with times,                    2,  20,   3,  10, false, true",
                "push of a new branch,                    -,   -,   -,   -, false, true",
                "push from a commit that was missed,      3,  20,   -,  10, false, true",
                "force push to an unrelated commit,       2,  20,   3,  10, false, true",
                "force push back to an ancestor,          2,  20,   3,  10, true,  true",
                "force push back to the one before,       2,  20,   1,  10, true,  true",
                "the same without times,                  2,   -,   1,   -, true,  true",
                "the one before delivered late,           3,   -,   1,   -, false, false",
                "an ancestor delivered late,              3,   -,   -,   -, true,  false",
                "an ancestor delivered late with times,   3,   5,   3,  10, true,  false",
                "earlier by its time alone,               -,   5,   -,  10, false, false",
                "earlier by its time though from last,    2,   5,   3,  10, false, false",
                "same second as the last one,             2,  10,   3,  10, false, true",
                "same second an ancestor,                 3,  10,   3,  10, true,  false",
                "same second came before it,              3,  10,   1,  10, false, false",
                "time of the last one unknown,            3,   5,   3,   -, false, true",
                "time of the push unknown,                3,   -,   3,  10, false, true",
            })
    void pushMovesTheLastBuildUnlessItIsOlder(
            String what,
            @Nullable Integer before,
            @Nullable Integer time,
            @Nullable Integer lastBefore,
            @Nullable Integer lastTime,
            boolean ancestor,
            boolean moves) {
        Push push = new Push(MATHS, commit(1), "master", hash(before), instant(time), Trigger.WEBHOOK);
        Build last = build(Build.History.NONE.pushed(hash(lastBefore), instant(lastTime), 4));
        assertThat(LastBuild.moves(push, last, (one, other) -> {
                    assertThat(one).isEqualTo(commit(1));
                    assertThat(other).isEqualTo(commit(2));
                    return ancestor;
                }))
                .as(what)
                .isEqualTo(moves);
    }

    @Test
    void firstPushMovesIt() {
        assertThat(LastBuild.moves(push(1), null, (one, other) -> true)).isTrue();
    }

    @Test
    void pushOfTheLastBuildItselfCountsOnce() {
        assertThat(LastBuild.moves(push(2), build(Build.History.NONE.ofTrackedBranch()), (one, other) -> false))
                .isTrue();
        assertThat(LastBuild.moves(push(2), build(Build.History.NONE.pushed(null, null, 4)), (one, other) -> false))
                .isFalse();
    }

    private static Push push(int number) {
        return new Push(MATHS, commit(number), "master", null, null, Trigger.WEBHOOK);
    }

    private static Build build(Build.History history) {
        return Build.queued(MATHS, commit(2), 1, "master", Trigger.WEBHOOK, NOW).with(history);
    }

    private static @Nullable CommitHash hash(@Nullable Integer number) {
        return number == null ? null : commit(number);
    }

    private static @Nullable Instant instant(@Nullable Integer seconds) {
        return seconds == null ? null : NOW.plusSeconds(seconds);
    }
}

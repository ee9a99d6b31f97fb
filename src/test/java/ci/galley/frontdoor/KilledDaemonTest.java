package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The daemon, killed again and again. Not run on every Java: what it looks for does not depend on it, and it takes minutes.
 */
class KilledDaemonTest {
    private static final int KILLS = 100;
    private static final int KILLS_PER_MOMENT = 10;

    /** Repeats the choices of a run, though not its timing: {@code mvn -Dgalley.seed=...}. */
    private static final long SEED = Long.getLong("galley.seed", new Random().nextLong());

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void everyAcceptedPushEndsAsItShouldThoughTheDaemonIsKilledAHundredTimes() throws Exception {
        System.out.println("kill -9 with galley.seed=" + SEED);
        try (FakeGitHub gitHub = FakeGitHub.start();
                Galley galley = startProgram(gitHub);
                GitDaemon server = GitDaemon.serve(galley.remotes());
                Killer killer = new Killer(galley, server, gitHub, new Random(SEED))) {
            while (killer.kills() < KILLS || killer.fewestOfAMoment() < KILLS_PER_MOMENT) {
                killer.round();
                assertThat(killer.kills())
                        .as("moments that were met: %s", killer.met())
                        .isLessThan(3 * KILLS);
            }
            List<AcceptedPush> pushes = killer.accepted();
            galley.program().awaitListening();
            System.out.println(killer.kills() + " kills, " + pushes.size() + " pushes: " + killer.met());
            assertRight(galley, gitHub, pushes);
            galley.restart();
            assertRight(galley, gitHub, pushes);
        }
    }

    private static Galley startProgram(FakeGitHub gitHub) {
        return Galley.startProgram(
                "SECRET",
                "s3cret",
                "TOKEN",
                "t0ken",
                "GITHUB_API",
                gitHub.address().toString());
    }

    private static void assertRight(Galley galley, FakeGitHub gitHub, List<AcceptedPush> pushes) {
        await("all is built, and GitHub is told, one commit a second")
                .atMost(Galley.PATIENCE.plusSeconds(2L * pushes.size()))
                .untilAsserted(
                        () -> assertThat(Aftermath.unsettled(galley, pushes)).isEmpty());
        await("what follows a record")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(Aftermath.complaints(galley, gitHub, pushes)).isEmpty());
        assertThat(Leftovers.in(galley.projects(), galley.program().handle())).isEmpty();
    }
}

package ci.galley.status;

import static ci.galley.status.Builds.COMMIT;
import static ci.galley.status.Builds.MATHS;
import static ci.galley.status.StubGitHub.CREATED;
import static ci.galley.status.StubGitHub.answer;
import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.FixedProjects;
import ci.galley.model.ProjectName;
import ci.galley.status.StubGitHub.Received;
import ci.galley.status.StubGitHub.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told to GitHub in which order, on a real connection and in a time that passes when it is told to. */
@Timeout(60)
class CourierTest {
    private static final String TOKEN = "ghp_0123456789secret";
    private static final ProjectName OTHER = new ProjectName("Physics");

    private final FakeTime time = new FakeTime();
    private final Outbox outbox = new Outbox();
    private final FixedProjects projects = new FixedProjects()
            .with("Maths", "git@github.com:ada/maths.git")
            .with("Physics", "https://github.com/ada/physics");
    private final Map<Object, BuildState> noted = new HashMap<>();
    private final CountDownLatch stalled = new CountDownLatch(1);
    private StubGitHub github;
    private ServerLog log;
    private Courier courier;

    @BeforeEach
    void start() throws IOException {
        log = new ServerLog();
        github = new StubGitHub().timedBy(() -> time.passed().toNanos());
        courier = courierTo(github.address());
    }

    @AfterEach
    void stop() {
        stalled.countDown();
        github.close();
        log.close();
        assertThat(log.text()).doesNotContain(TOKEN);
    }

    private Courier courierTo(URI api) {
        GitHubSettings settings = new GitHubSettings(api, TOKEN, URI.create("https://ci.example.com/"), "0.1.0");
        GitHubClient client = new GitHubClient(settings, Duration.ofSeconds(1));
        return new Courier(outbox, client, projects, told -> noted.put(Letter.keyOf(told), told.state()), time.ticks());
    }

    private void offer(Build build) {
        outbox.offer(build, time.passed().plus(CommitStatusReporter.NEWS).toNanos());
    }

    /** Lets time pass until there is nothing left to do. */
    private void runToEnd() throws InterruptedException {
        for (Optional<Duration> rest = courier.step(); rest.isPresent(); rest = courier.step()) {
            time.pass(rest.get());
        }
    }

    /** Lets time pass up to a point. */
    private void runUntil(Duration end) throws InterruptedException {
        Duration rest = courier.step().orElse(Duration.ofDays(99));
        while (time.passed().plus(rest).compareTo(end) <= 0) {
            time.pass(rest);
            rest = courier.step().orElse(Duration.ofDays(99));
        }
        time.pass(end.minus(time.passed()));
    }

    private List<Double> secondsOfRequests() {
        return github.received().stream().map(request -> request.nanos() / 1e9).toList();
    }

    @Test
    void requestIsAsGitHubWantsIt() throws Exception {
        offer(Builds.success());
        runToEnd();
        Received request = github.received().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.address()).hasToString("/repos/ada/maths/statuses/" + COMMIT);
        assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(request.headers().getFirst("Accept")).isEqualTo("application/vnd.github+json");
        assertThat(request.headers().getFirst("X-GitHub-Api-Version")).isEqualTo("2022-11-28");
        assertThat(request.headers().getFirst("User-Agent")).isEqualTo("galley/0.1.0");
        assertThat(request.json().path("state").asText()).isEqualTo("success");
        assertThat(request.json().path("context").asText()).isEqualTo("galley");
        assertThat(request.json().path("description").asText()).isEqualTo("12 pages in 4.2 s, 3 warnings");
        assertThat(request.json().path("target_url").asText()).isEqualTo("https://ci.example.com/Maths/" + COMMIT);
        assertThat(noted.values()).containsExactly(BuildState.SUCCESS);
    }

    @Test
    void withoutPublicAddressThereIsNoTarget() {
        assertThat(new String(
                        CommitStatus.of(Builds.queued(), "ada/maths", null).json(), StandardCharsets.UTF_8))
                .doesNotContain("target_url");
    }

    @Test
    void pendingComesBeforeTheFinalStateAndIsToldOnce() throws Exception {
        offer(Builds.queued());
        courier.step();
        offer(Builds.running());
        offer(Builds.running().reported(BuildState.QUEUED));
        runToEnd();
        offer(Builds.success());
        runToEnd();
        offer(Builds.success().reported(BuildState.SUCCESS));
        runToEnd();
        assertThat(github.states()).containsExactly("pending", "success");
    }

    @Test
    void newestStateReplacesWhatWasNotSent() throws Exception {
        offer(Builds.queued());
        offer(Builds.running());
        offer(Builds.ended(BuildState.CANCELLED, "Cancelled"));
        offer(Builds.queued());
        runToEnd();
        assertThat(github.states()).containsExactly("error");
    }

    @Test
    void anotherAttemptIsToldAfterAFinalState() throws Exception {
        Build again = Builds.success()
                .reported(BuildState.SUCCESS)
                .queuedAgain(Builds.success().trigger(), FakeTime.START);
        offer(Builds.success());
        runToEnd();
        offer(again);
        runToEnd();
        offer(Builds.success(again.started(FakeTime.START), FakeTime.START));
        runToEnd();
        assertThat(github.states()).containsExactly("success", "pending", "success");
    }

    @Test
    void writesAreASecondApart() throws Exception {
        for (int i = 0; i < 20; i++) {
            offer(Builds.queued(i % 2 == 0 ? MATHS : OTHER, Builds.commit(i)));
        }
        runToEnd();
        List<Double> seconds = secondsOfRequests();
        assertThat(seconds).hasSize(20);
        for (int i = 1; i < seconds.size(); i++) {
            assertThat(seconds.get(i) - seconds.get(i - 1)).isGreaterThanOrEqualTo(1.0);
        }
        assertThat(time.passed()).isLessThan(Duration.ofSeconds(25));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 408})
    void serverErrorsAreRetriedWithGrowingWaits(int status) throws Exception {
        Reply ill = answer(status, "<h1>oops</h1>", "Content-Type", "text/html");
        github.answers(ill, ill, ill, ill);
        offer(Builds.success());
        runToEnd();
        assertThat(github.received()).hasSize(5);
        assertThat(secondsOfRequests()).containsExactly(0.0, 1.0, 3.0, 7.0, 15.0);
        assertThat(log.text()).containsOnlyOnce("was not told: " + status).contains("takes commit statuses again");
    }

    @Test
    void illGitHubIsAskedForADayAndThenGivenUpVisibly() throws Exception {
        github.always(answer(500, "{\"message\": \"Server Error\"}"));
        offer(Builds.success());
        runToEnd();
        assertThat(time.passed()).isEqualTo(Duration.ofDays(1));
        assertThat(github.received()).hasSizeBetween(90, 120);
        assertThat(log.text())
                .containsOnlyOnce("Maths 1f31488: gave up telling GitHub \"success\" after a day")
                .contains("500 Server Error");
        assertThat(noted).isEmpty();
        offer(Builds.success());
        runToEnd();
        assertThat(github.received()).hasSizeLessThan(120);
    }

    @Test
    void statusThatAlwaysFailsHoldsUpNoOther() throws Exception {
        github.always(exchange -> {
            boolean ill = exchange.getRequestURI().getPath().contains("/physics/");
            (ill ? answer(500, "") : CREATED).to(exchange);
        });
        offer(Builds.queued(OTHER, COMMIT));
        offer(Builds.success());
        runUntil(Duration.ofSeconds(5));
        assertThat(noted).containsOnlyKeys(new Letter.Key(MATHS, COMMIT));
    }

    @Test
    void retryAfterInSecondsIsObeyedForAll() throws Exception {
        github.answers(answer(403, "{\"message\": \"You have exceeded a secondary rate limit\"}", "Retry-After", "77"));
        offer(Builds.success());
        offer(Builds.queued(OTHER, COMMIT));
        runToEnd();
        assertThat(secondsOfRequests()).containsExactly(0.0, 77.0, 78.0);
        assertThat(noted).hasSize(2);
    }

    @Test
    void retryAfterAsADateIsObeyed() throws Exception {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(30));
        github.answers(answer(429, "{}", "Retry-After", date));
        offer(Builds.success());
        runToEnd();
        assertThat(github.received()).hasSize(2);
        assertThat(secondsOfRequests().get(1)).isBetween(1798.0, 1802.0);
    }

    @Test
    void exhaustedRateLimitIsWaitedOut() throws Exception {
        String reset = String.valueOf(Instant.now().getEpochSecond() + 1800);
        github.answers(answer(403, "{}", "x-ratelimit-remaining", "0", "x-ratelimit-reset", reset));
        offer(Builds.success());
        runToEnd();
        assertThat(github.received()).hasSize(2);
        assertThat(secondsOfRequests().get(1)).isBetween(1799.0, 1803.0);
    }

    @Test
    void lastRequestOfTheRateLimitIsFollowedByAWait() throws Exception {
        String reset = String.valueOf(Instant.now().getEpochSecond() + 600);
        github.answers(answer(201, "{}", "x-ratelimit-remaining", "0", "x-ratelimit-reset", reset));
        offer(Builds.success());
        offer(Builds.queued(OTHER, COMMIT));
        runToEnd();
        assertThat(secondsOfRequests().get(1)).isBetween(599.0, 603.0);
        assertThat(noted).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429 | {}",
                "429 | {\"message\": \"Too many\"}",
                "403 | {\"message\": \"You have exceeded a secondary rate limit.\"}"
            })
    void slowDownWithoutATimeWaitsAMinuteAndThenLonger(int status, String body) throws Exception {
        Reply slowDown = answer(status, body);
        github.answers(slowDown, slowDown, slowDown);
        offer(Builds.success());
        runToEnd();
        assertThat(secondsOfRequests()).containsExactly(0.0, 60.0, 180.0, 420.0);
        assertThat(noted).hasSize(1);
    }

    @Test
    void retryAfterOfNothingIsNoLeaveToHammer() throws Exception {
        github.always(answer(429, "{}", "Retry-After", "0"));
        offer(Builds.success());
        runUntil(Duration.ofHours(1));
        assertThat(github.received()).hasSizeLessThan(8);
    }

    @Test
    void refusedTokenIsExplainedOnceAndNotTriedForEveryBuild() throws Exception {
        github.always(answer(401, "{\"message\": \"Bad credentials\"}"));
        for (int i = 0; i < 10; i++) {
            offer(Builds.queued(MATHS, Builds.commit(i)));
        }
        runUntil(Duration.ofMinutes(14));
        assertThat(github.received()).hasSize(1);
        assertThat(log.text())
                .containsOnlyOnce("401 Bad credentials")
                .contains("TOKEN is mistyped, has expired or was revoked");
        runUntil(Duration.ofMinutes(31));
        assertThat(github.received()).hasSize(3);
        assertThat(log.text()).containsOnlyOnce("401 Bad credentials");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | Resource not accessible by personal access token | repo:status",
                "404 | Not Found | there is no such repository"
            })
    void forbiddenRepositoryRestsAndOthersGoOn(int status, String message, String help) throws Exception {
        github.always(exchange -> {
            boolean bad = exchange.getRequestURI().getPath().contains("/maths/");
            (bad ? answer(status, "{\"message\": \"" + message + "\"}") : CREATED).to(exchange);
        });
        offer(Builds.queued());
        offer(Builds.queued(OTHER, Builds.commit(1)));
        runToEnd();
        offer(Builds.running());
        offer(Builds.success());
        offer(Builds.queued(OTHER, Builds.commit(2)));
        runUntil(Duration.ofMinutes(10));
        assertThat(github.received()).hasSize(3);
        runToEnd();
        assertThat(github.received()).hasSize(4);
        assertThat(log.text())
                .containsOnlyOnce(status + " " + message)
                .contains(help)
                .contains("ada/maths");
        assertThat(noted.keySet())
                .extracting(key -> ((Letter.Key) key).project())
                .containsOnly(OTHER);
    }

    @Test
    void unprocessableStatusIsNotTriedAgainButTheNextStateIs() throws Exception {
        github.answers(answer(422, "{\"message\": \"No commit found for SHA: 1f31488\"}"));
        offer(Builds.queued());
        runToEnd();
        offer(Builds.running());
        runToEnd();
        assertThat(github.received()).hasSize(1);
        assertThat(log.text())
                .containsOnlyOnce("422 No commit found for SHA: 1f31488")
                .contains("1000");
        offer(Builds.success());
        runToEnd();
        assertThat(github.states()).containsExactly("pending", "success");
    }

    @Test
    void pageOfACaptivePortalIsNoSuccess() throws Exception {
        Reply portal = answer(200, "<html>Please log in", "Content-Type", "text/html");
        github.answers(portal, portal);
        offer(Builds.success());
        courier.step();
        assertThat(noted).isEmpty();
        runToEnd();
        assertThat(github.received()).hasSize(3);
        assertThat(noted).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void tokenIsSentToNoOtherHost(int status) throws Exception {
        try (StubGitHub evil = new StubGitHub()) {
            github.always(answer(status, "", "Location", evil.address() + "/repos/ada/maths/statuses/" + COMMIT));
            offer(Builds.success());
            runToEnd();
            assertThat(evil.received()).isEmpty();
            assertThat(github.received()).hasSize(1);
            assertThat(log.text()).contains("TOKEN is sent to no other");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void renamedRepositoryIsFollowedOnceOnTheSameHost(int status) throws Exception {
        github.answers(answer(status, "", "Location", "/repositories/42/statuses/" + COMMIT));
        offer(Builds.success());
        runToEnd();
        assertThat(github.received().get(1).address()).hasToString("/repositories/42/statuses/" + COMMIT);
        assertThat(github.received().get(1).method()).isEqualTo("POST");
        assertThat(secondsOfRequests()).containsExactly(0.0, 1.0);
        assertThat(noted).hasSize(1);
        assertThat(log.text()).contains("was renamed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "https://127.0.0.1/", "http://x@127.0.0.1/", "//evil.example/", ":::", ""})
    void redirectsWithoutEndOrSenseEnd(String location) throws Exception {
        github.always(answer(301, "", "Location", location));
        offer(Builds.success());
        runToEnd();
        assertThat(github.received()).hasSizeLessThanOrEqualTo(2);
        assertThat(noted).isEmpty();
    }

    @Test
    void cutConnectionIsTriedAgain() throws Exception {
        github.answers(exchange -> exchange.close(), exchange -> {
            exchange.sendResponseHeaders(201, 500);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            exchange.close();
        });
        offer(Builds.success());
        runToEnd();
        assertThat(github.received()).hasSize(3);
        assertThat(noted).hasSize(1);
    }

    @Test
    void slowAnswerIsGivenUpAndTriedAgain() throws Exception {
        Reply stall = exchange -> await(stalled);
        Reply stallInTheBody = exchange -> {
            exchange.sendResponseHeaders(201, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await(stalled);
        };
        github.answers(stall, stallInTheBody);
        offer(Builds.success());
        runToEnd();
        assertThat(github.received()).hasSize(3);
        assertThat(log.text()).contains("no answer within 1 s");
        assertThat(noted).hasSize(1);
    }

    @Test
    void endlessAnswerIsCutAndUnderstood() throws Exception {
        github.answers(exchange -> {
            exchange.sendResponseHeaders(201, 0);
            byte[] chunk = new byte[64 * 1024];
            while (stalled.getCount() > 0) {
                exchange.getResponseBody().write(chunk);
            }
        });
        offer(Builds.success());
        runToEnd();
        assertThat(noted).hasSize(1);
    }

    @Test
    void serverThatTakesNoConnectionIsTriedUntilItDoes() throws Exception {
        int port = freePort();
        courier = courierTo(URI.create("http://127.0.0.1:" + port));
        offer(Builds.success());
        offer(Builds.queued(OTHER, COMMIT));
        runUntil(Duration.ofHours(2));
        assertThat(noted).isEmpty();
        assertThat(log.text()).containsOnlyOnce("it takes no connection");
        courier = courierTo(github.address());
        runToEnd();
        assertThat(noted).hasSize(2);
    }

    @Test
    void nameWithoutAddressIsTriedForADay() throws Exception {
        courier = courierTo(URI.create("http://no-such-host.invalid"));
        offer(Builds.success());
        runToEnd();
        assertThat(time.passed()).isEqualTo(Duration.ofDays(1));
        assertThat(log.text())
                .containsOnlyOnce("was not told: its name has no address (DNS)")
                .containsOnlyOnce("gave up telling GitHub");
    }

    @Test
    void serverWithoutTlsIsTriedAgain() throws Exception {
        Thread server;
        try (ServerSocket plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            server = new Thread(() -> answerWithoutTls(plain));
            server.start();
            courier = courierTo(URI.create("https://127.0.0.1:" + plain.getLocalPort()));
            offer(Builds.success());
            runUntil(Duration.ofMinutes(10));
        }
        server.join();
        assertThat(log.text()).containsOnlyOnce("was not told");
        courier = courierTo(github.address());
        runToEnd();
        assertThat(noted).hasSize(1);
    }

    private static void answerWithoutTls(ServerSocket plain) {
        while (!plain.isClosed()) {
            try (Socket peer = plain.accept()) {
                peer.getInputStream().read();
                peer.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // the test closes the socket to end this, or the client hung up
            }
        }
    }

    @Test
    void tokenThatTheServerEchoesIsNotLogged() throws Exception {
        github.answers(answer(404, "{\"message\": \"no " + TOKEN + " \\u001b[2J here\"}"));
        offer(Builds.success());
        runToEnd();
        assertThat(log.text()).contains("no [TOKEN] [2J here").doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/srv/git/maths.git", "../maths", "git@github.com:../maths", "https://github.com/a%20b/c"})
    void remoteThatIsNoRepositoryAtGitHubIsNotReported(String remote) throws Exception {
        projects.with("Maths", remote);
        offer(Builds.queued());
        runToEnd();
        offer(Builds.success());
        runToEnd();
        assertThat(github.received()).isEmpty();
        assertThat(log.text()).containsOnlyOnce("Maths: no commit statuses");
    }

    @Test
    void buildThatIsNotReportedHoldsUpNoOther() throws Exception {
        time.pass(Duration.ofHours(1));
        offer(Builds.queued(new ProjectName("Unknown"), COMMIT));
        offer(Builds.success());
        runToEnd();
        assertThat(noted).hasSize(1);
        assertThat(time.passed()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void enterpriseServerHasAPathBeforeTheRest() throws Exception {
        courier = courierTo(URI.create(github.address() + "/api/v3/"));
        offer(Builds.success());
        runToEnd();
        assertThat(github.received().get(0).address()).hasToString("/api/v3/repos/ada/maths/statuses/" + COMMIT);
    }

    @Test
    void noteThatCannotBeWrittenHarmsNothing() throws Exception {
        List<BuildState> tried = new ArrayList<>();
        GitHubSettings settings = new GitHubSettings(github.address(), TOKEN, null, "0.1.0");
        courier = new Courier(
                outbox,
                new GitHubClient(settings),
                projects,
                told -> {
                    tried.add(told.state());
                    throw new IOException("No space left on device");
                },
                time.ticks());
        offer(Builds.queued());
        runToEnd();
        offer(Builds.running());
        offer(Builds.success());
        runToEnd();
        assertThat(tried).containsExactly(BuildState.QUEUED, BuildState.SUCCESS);
        assertThat(github.states()).containsExactly("pending", "success");
        assertThat(log.text()).contains("could not be noted").contains("No space left");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

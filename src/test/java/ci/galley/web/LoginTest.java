package ci.galley.web;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.support.http.RawClient;
import ci.galley.support.http.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's way in. */
class LoginTest {
    private static final byte[] KEY = new byte[32];
    private static final String RIGHT = "{\"password\": \"geheim\"}";
    private static final String WRONG = "{\"password\": \"geraten\"}";

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Stage stage;

    private static final class TestClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-26T10:00:00Z");

        @Override
        public Instant instant() {
            return now;
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

    @BeforeEach
    void start() throws IOException {
        stage = stage("geheim", null, KEY);
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    private Stage stage(@Nullable String password, @Nullable String domain, byte[] key) throws IOException {
        Credentials credentials = password == null ? null : new Credentials(password, key);
        return new Stage(folder, new WebSettings("localhost", domain, List.of(), credentials, "1"), "/nowhere/", clock);
    }

    private Answer login(String body, String... headers) throws IOException {
        String[] all = new String[headers.length + 1];
        all[0] = "Content-Type: application/json; charset=utf-8";
        System.arraycopy(headers, 0, all, 1, headers.length);
        return RawClient.send(stage.port(), RawClient.request("POST", "/api/login", body, all));
    }

    private static String cookie(Answer answer) {
        return "Cookie: other=1; " + answer.header("Set-Cookie").split(";", 2)[0];
    }

    private void restart(String password, byte[] key) throws IOException {
        stage.close();
        stage = stage(password, null, key);
    }

    @Test
    void rightPasswordGetsACookieThatOpensEverything() throws IOException {
        Answer answer = login(RIGHT);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Set-Cookie"))
                .matches("galley=[A-Za-z0-9._-]+; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict");
        assertThat(stage.get("/api/Maths").status()).isEqualTo(401);
        assertThat(stage.get("/api/Maths", cookie(answer)).status()).isEqualTo(200);
    }

    @Test
    void cookieSurvivesARestartButNoChangeOfPasswordOrKeyNorThirtyDays() throws IOException {
        String cookie = cookie(login(RIGHT));
        restart("geheim", KEY);
        assertThat(stage.get("/api/Maths", cookie).status()).isEqualTo(200);
        restart("anders", KEY);
        assertThat(stage.get("/api/Maths", cookie).status()).isEqualTo(401);
        byte[] other = KEY.clone();
        other[0] = 1;
        restart("geheim", other);
        assertThat(stage.get("/api/Maths", cookie).status()).isEqualTo(401);
        restart("geheim", KEY);
        clock.now = clock.now.plus(Duration.ofDays(30)).minusSeconds(1);
        assertThat(stage.get("/api/Maths", cookie).status()).isEqualTo(200);
        clock.now = clock.now.plusSeconds(1);
        assertThat(stage.get("/api/Maths", cookie).status()).isEqualTo(401);
    }

    @Test
    void forgedCookieIsRefused() throws IOException {
        String value = login(RIGHT).header("Set-Cookie").split("[=;]", 3)[1];
        String later = (Long.parseLong(value.split("\\.", 2)[0]) + 1) + "." + value.split("\\.", 2)[1];
        for (String forged : List.of(later, value.substring(1), value + "x", "", ".", "1.x")) {
            assertThat(stage.get("/api/Maths", "Cookie: galley=" + forged).status())
                    .as(forged)
                    .isEqualTo(401);
        }
    }

    @Test
    void cookieIsSecureWhereThePageCameByHttps() throws IOException {
        assertThat(login(RIGHT, "X-Forwarded-Proto: https").header("Set-Cookie"))
                .endsWith("; Secure");
        stage.close();
        stage = stage("geheim", "https://ci.example.com", KEY);
        assertThat(login(RIGHT).header("Set-Cookie")).endsWith("; Secure");
        assertThat(login(RIGHT, "X-Forwarded-Proto: http").header("Set-Cookie")).doesNotContain("Secure");
    }

    @Test
    void logoutTakesTheCookieAway() throws IOException {
        Answer answer = stage.send("POST", "/api/logout");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Set-Cookie")).startsWith("galley=; Path=/; Max-Age=0;");
    }

    @Test
    void fiveWrongPasswordsAMinuteAreEnough() throws IOException {
        for (int i = 0; i < 5; i++) {
            assertThat(login(WRONG).status()).isEqualTo(401);
            clock.now = clock.now.plusSeconds(1);
        }
        Answer answer = login(RIGHT);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("56");
        assertThat(answer.header("Set-Cookie")).isEmpty();
        clock.now = clock.now.plusSeconds(55);
        assertThat(login(RIGHT).status()).isEqualTo(204);
        assertThat(login(WRONG).status()).isEqualTo(401);
        assertThat(login(RIGHT).status()).isEqualTo(429);
    }

    @Test
    void wrongBasicPasswordsCountAndSessionsGoOn() throws IOException {
        String cookie = cookie(login(RIGHT));
        String wrong = "Authorization: Basic OmdlcmF0ZW4=";
        for (int i = 0; i < 5; i++) {
            assertThat(stage.get("/api/Maths", wrong).status()).isEqualTo(401);
        }
        assertThat(stage.get("/api/Maths", wrong).status()).isEqualTo(429);
        assertThat(stage.get("/api/Maths", "Authorization: Basic OmdlaGVpbQ==").status())
                .isEqualTo(429);
        assertThat(login(RIGHT).status()).isEqualTo(429);
        assertThat(stage.get("/api/Maths", cookie).status()).isEqualTo(200);
        // Who says nothing has not guessed.
        assertThat(stage.get("/api/Maths").status()).isEqualTo(401);
    }

    @Test
    void addressesThatAProxyNamesAreCountedOneByOne() throws IOException {
        for (int i = 0; i < 5; i++) {
            assertThat(login(WRONG, "X-Real-IP: 203.0.113.7").status()).isEqualTo(401);
            assertThat(login(WRONG, "X-Real-IP: 2001:db8:1:2::" + i).status()).isEqualTo(401);
        }
        assertThat(login(RIGHT, "X-Real-IP: 203.0.113.7").status()).isEqualTo(429);
        assertThat(login(RIGHT, "X-Real-IP: 2001:db8:1:2:ffff::1").status()).isEqualTo(429);
        assertThat(login(RIGHT, "X-Real-IP: 203.0.113.8").status()).isEqualTo(204);
        assertThat(login(RIGHT, "X-Real-IP: 2001:db8:1:3::1").status()).isEqualTo(204);
        assertThat(login(RIGHT, "X-Real-IP: nonsense").status()).isEqualTo(204);
    }

    @Test
    void thePagesRequestsOpenNoDialogOfTheBrowser() throws IOException {
        assertThat(stage.get("/api/Maths").header("WWW-Authenticate")).startsWith("Basic ");
        assertThat(stage.get("/api/Maths", "X-Requested-With: Galley").header("WWW-Authenticate"))
                .isEqualTo("Galley realm=\"Galley\"");
        assertThat(login(WRONG, "X-Requested-With: Galley").header("WWW-Authenticate"))
                .isEqualTo("Galley realm=\"Galley\"");
        String picture = "Accept: image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";
        assertThat(stage.get("/api/Maths/png", picture).header("WWW-Authenticate"))
                .isEqualTo("Galley realm=\"Galley\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "", "[]", "{}", "{\"password\": 1}", "\"geheim\"", "password=geheim"})
    void whatIsNoPasswordIsRefused(String body) throws IOException {
        assertThat(login(body).status()).isEqualTo(400);
    }

    @Test
    void formsAndOtherSitesAreRefused() throws IOException {
        assertThat(RawClient.send(stage.port(), RawClient.request("POST", "/login", RIGHT))
                        .status())
                .isEqualTo(415);
        assertThat(login(RIGHT, "Origin: https://evil.example").status()).isEqualTo(403);
        assertThat(login("x".repeat(5000)).status()).isEqualTo(413);
        assertThat(stage.get("/login").status()).isIn(401, 405);
    }

    @Test
    void withoutPasswordEveryoneIsIn() throws IOException {
        stage.close();
        stage = stage(null, null, KEY);
        Answer answer = login("{\"password\": \"anything\"}");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.has("Set-Cookie")).isFalse();
    }
}

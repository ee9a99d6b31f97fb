package ci.galley.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ci.galley.support.http.FakeRequest;
import ci.galley.support.http.HttpException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRuleTest {
    private final PasswordRule rule = new PasswordRule(new Credentials("gehe:im ü", new byte[32]), Clock.systemUTC());

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void rightPasswordIsTakenWithAnyUser() {
        for (String field : new String[] {
            basic("ada:gehe:im ü"), basic(":gehe:im ü"), basic("ü:gehe:im ü").replace("Basic ", "bAsIc  ")
        }) {
            assertThatCode(() -> rule.check(new FakeRequest("GET").with("Authorization", field)))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada:", "ada:gehe", "ada:gehe:im ü ", "gehe:im ü", "ada:GEHE:IM Ü", "", "ada"})
    void wrongPasswordIsRefused(String credentials) {
        HttpException refused = catchThrowableOfType(
                HttpException.class,
                () -> rule.check(new FakeRequest("GET").with("Authorization", basic(credentials))));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.headers().get("WWW-Authenticate")).startsWith("Basic realm=");
        assertThat(refused.detail()).doesNotContain("gehe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic !!!", "Bearer gehe:im", "basic:Z2VoZTppbQ==", "Basic Z2VoZTppbQ"})
    void malformedFieldIsRefused(String field) {
        assertThat(catchThrowableOfType(
                        HttpException.class, () -> rule.check(new FakeRequest("GET").with("Authorization", field))))
                .isNotNull();
    }

    @Test
    void missingOrDoubleFieldIsRefused() {
        FakeRequest twice = new FakeRequest("GET")
                .with("Authorization", basic("a:gehe:im ü"))
                .with("Authorization", basic("a:gehe:im ü"));
        assertThat(catchThrowableOfType(HttpException.class, () -> rule.check(twice)))
                .isNotNull();
        assertThat(catchThrowableOfType(HttpException.class, () -> rule.check(new FakeRequest("GET"))))
                .isNotNull();
    }

    /** Only a proxy on this machine is believed; anybody else would have as many tries as there are addresses. */
    @Test
    void whoIsNoProxyCannotPassForSomebodyElse() throws UnknownHostException {
        InetAddress stranger = InetAddress.getByName("203.0.113.7");
        for (int i = 0; i < 5; i++) {
            assertThat(statusOf(stranger, "X-Real-IP", "198.51.100." + i)).isEqualTo(401);
        }
        assertThat(statusOf(stranger, "X-Real-IP", "198.51.100.9")).isEqualTo(429);
        assertThat(statusOf(stranger, "X-Forwarded-For", "198.51.100.9")).isEqualTo(429);
        assertThat(statusOf(InetAddress.getByName("198.51.100.1"), "X-Real-IP", "203.0.113.7"))
                .isEqualTo(401);
        assertThat(statusOf(InetAddress.getLoopbackAddress(), "X-Real-IP", "203.0.113.7"))
                .isEqualTo(429);
    }

    private int statusOf(InetAddress peer, String header, String value) {
        FakeRequest request =
                new FakeRequest("GET").from(peer).with(header, value).with("Authorization", basic("ada:wrong"));
        return catchThrowableOfType(HttpException.class, () -> rule.check(request))
                .status();
    }
}

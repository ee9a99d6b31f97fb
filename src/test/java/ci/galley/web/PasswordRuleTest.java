package ci.galley.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ci.galley.support.http.FakeRequest;
import ci.galley.support.http.HttpException;
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
}

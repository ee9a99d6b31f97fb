package ci.galley.web;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ci.galley.support.http.FakeRequest;
import ci.galley.support.http.HttpException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginRuleTest {
    private final WebSettings settings =
            new WebSettings("localhost", "https://ci.example.org", List.of("other.example"), null, "1");
    private final OriginRule rule = new OriginRule(new HostRule(settings, List.of("pi", "pi.local")));

    private static FakeRequest post() {
        return new FakeRequest("POST").with("Host", "localhost:8000");
    }

    @Test
    void programWithoutOriginMay() {
        assertThatCode(() -> rule.check(post())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ci.example.org",
                "http://ci.example.org:8000",
                "http://localhost:8000",
                "http://pi.local",
                "http://other.example",
                "http://192.168.0.7",
                "http://10.1.2.3:81",
                "http://[::1]:8000",
                "http://[fd00::1]",
                "http://ci.example.org.192.168.0.7.nip.io"
            })
    void ownPageMay(String origin) {
        assertThatCode(() -> rule.check(post().with("Origin", origin))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://6.6.6.6",
                "http://[2001:db8::1]",
                "http://ci.example.org.6.6.6.6.nip.io",
                "http://ci.example.org.evil.nip.io",
                "http://ci.example.org.evil.example",
                "http://localhost@evil.example",
                "http://evil.example/localhost",
                "ftp://localhost",
                "null",
                "localhost",
                ""
            })
    void strangersPageMayNot(String origin) {
        assertThatThrownBy(() -> rule.check(post().with("Origin", origin)))
                .isInstanceOf(HttpException.class)
                .extracting("status")
                .isEqualTo(403);
    }

    @Test
    void pageAtAPublicAddressMayWhereThatIsThisServer() {
        FakeRequest request =
                new FakeRequest("POST").with("Host", "6.6.6.6:8000").with("Origin", "http://6.6.6.6:8000");
        assertThatCode(() -> rule.check(request)).doesNotThrowAnyException();
    }

    @Test
    void twoOriginsAreRefused() {
        FakeRequest request = post().with("Origin", "http://localhost").with("Origin", "http://localhost");
        assertThatThrownBy(() -> rule.check(request)).isInstanceOf(HttpException.class);
    }

    @Test
    void linkFromAnotherSiteIsRefused() {
        assertThatThrownBy(
                        () -> OriginRule.refuseCrossSite(new FakeRequest("GET").with("Sec-Fetch-Site", "cross-site")))
                .isInstanceOf(HttpException.class);
        for (String site : new String[] {"same-origin", "same-site", "none"}) {
            assertThatCode(() -> OriginRule.refuseCrossSite(new FakeRequest("GET").with("Sec-Fetch-Site", site)))
                    .doesNotThrowAnyException();
        }
    }
}

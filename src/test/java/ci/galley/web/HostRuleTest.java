package ci.galley.web;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ci.galley.support.http.FakeRequest;
import ci.galley.support.http.HttpException;
import ci.galley.support.http.Request;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostRuleTest {
    private final WebSettings settings = new WebSettings(
            "ci-box.lan", "https://ci.example.org:8443/sub", List.of(" Other.Example ", "third.example:81"), null, "1");
    private final HostRule rule = new HostRule(settings, MachineNames.of("pi.home"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8000",
                "localhost.",
                "127.0.0.1",
                "192.168.0.7:8000",
                "8.8.8.8",
                "[::1]",
                "[::1]:8000",
                "[fe80::1]:8000",
                "[::ffff:127.0.0.1]",
                "pi",
                "pi.local",
                "pi.home",
                "pi.home.local",
                "ci-box.lan:8000",
                "ci.example.org",
                "ci.example.org:8443",
                "ci.example.org.192.168.0.7.nip.io",
                "ci.example.org.192-168-0-7.nip.io:8000",
                "other.example",
                "third.example:82"
            })
    void ownNameIsAnswered(String host) {
        assertThatCode(() -> rule.check(new FakeRequest("GET").with("Host", host)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "evil.localhost",
                "xci.example.org",
                "ci.example.org.evil.example",
                "evil.192.168.0.7.nip.io",
                "ci.example.org.nip.io.evil.example",
                "127.1",
                "0x7f000001",
                "2130706433",
                "256.0.0.1",
                "010.0.0.1",
                "1.2.3",
                "::1",
                "[::1",
                "[localhost]",
                "[::g]",
                "[1.2.3.4]",
                "localhost:8000:1",
                "localhost:port",
                "user@localhost",
                "localhost/x",
                "local host",
                ""
            })
    void strangersNameIsRefused(String host) {
        assertThatThrownBy(() -> rule.check(new FakeRequest("GET").with("Host", host)))
                .isInstanceOf(HttpException.class)
                .hasMessageContaining("ALLOWED_HOSTS")
                .extracting("status")
                .isEqualTo(421);
    }

    @Test
    void hostInTheRequestLineCountsToo() {
        Request request = new AbsoluteRequest("evil.example");
        assertThatThrownBy(() -> rule.check(request)).isInstanceOf(HttpException.class);
        assertThatCode(() -> rule.check(new AbsoluteRequest("localhost:8000"))).doesNotThrowAnyException();
    }

    @Test
    void withoutDomainThereIsNoNipIo() {
        HostRule plain = new HostRule(Stage.open(), List.of());
        assertThatThrownBy(() -> plain.check(new FakeRequest("GET").with("Host", "a.10.0.0.1.nip.io")))
                .isInstanceOf(HttpException.class);
    }

    /** A request for {@code http://host/}, with a harmless {@code Host}. */
    private record AbsoluteRequest(String authority, FakeRequest plain) implements Request {
        AbsoluteRequest(String authority) {
            this(authority, new FakeRequest("GET").with("Host", "localhost"));
        }

        @Override
        public Optional<String> targetAuthority() {
            return Optional.of(authority);
        }

        @Override
        public String method() {
            return plain.method();
        }

        @Override
        public List<String> segments() {
            return plain.segments();
        }

        @Override
        public Optional<String> header(String name) {
            return plain.header(name);
        }

        @Override
        public List<String> headers(String name) {
            return plain.headers(name);
        }

        @Override
        public Optional<String> query(String name) {
            return plain.query(name);
        }

        @Override
        public java.net.InetAddress peer() {
            return plain.peer();
        }

        @Override
        public Body body(long most) {
            return plain.body(most);
        }
    }
}

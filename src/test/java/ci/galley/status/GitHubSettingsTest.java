package ci.galley.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubSettingsTest {
    private static final URI API = URI.create("https://api.github.com");

    @Test
    void tokenIsInNoText() {
        assertThat(new GitHubSettings(API, "ghp_secret", null, "0.1.0").toString())
                .doesNotContain("ghp_secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "ghp secret", "ghp_secret\n", "ghp_secret\r\nX-Evil: 1", "ghp_s\u00e4cret"})
    void tokenThatCannotBeOneIsRefusedWithoutShowingIt(String token) {
        assertThatThrownBy(() -> new GitHubSettings(API, token, null, "0.1.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TOKEN")
                .hasMessageNotContaining("ecret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.github.com", "ftp://api.github.com", "https:///x", "mailto:a@b.c"})
    void addressThatIsNoneIsRefused(String api) {
        assertThatThrownBy(() -> new GitHubSettings(URI.create(api), "t", null, "0.1.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(api);
    }
}

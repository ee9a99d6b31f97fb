package ci.galley.status;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where and how commit statuses are sent.
 *
 * @param api the address of GitHub's REST API ({@code GITHUB_API}); the token goes to this host alone
 * @param token a personal access token with the right {@code repo:status} ({@code TOKEN})
 * @param domain the public address of Galley ({@code DOMAIN}), null where it has none
 * @param version Galley's own, for the {@code User-Agent}
 */
public record GitHubSettings(
        URI api, String token, @Nullable URI domain, String version) {
    /** RFC 6750, section 2.1: what may follow {@code Bearer}. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]+");

    /**
     * @throws IllegalArgumentException if {@code api} is not an http address or {@code token} cannot be one; says so without
     *     the token
     */
    public GitHubSettings {
        if (api.getHost() == null || !("https".equals(api.getScheme()) || "http".equals(api.getScheme()))) {
            throw new IllegalArgumentException("GITHUB_API is \"" + api + "\"; it must be an address such as "
                    + "https://api.github.com or https://github.example.com/api/v3");
        }
        if (!TOKEN.matcher(token).matches()) {
            throw new IllegalArgumentException("TOKEN is empty or has a character that no token has; copy it anew");
        }
    }

    /** Without the token, so that it gets into no log. */
    @Override
    public String toString() {
        return "GitHubSettings[" + api + "]";
    }
}

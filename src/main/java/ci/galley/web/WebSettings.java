package ci.galley.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator said about who may see what.
 *
 * @param host where the server listens, as in {@code HOST}
 * @param domain the public URL with its scheme, as in {@code DOMAIN}; null where there is none
 * @param allowedHosts more names that a {@code Host} header may carry, as in {@code ALLOWED_HOSTS}
 * @param credentials what everything but the badge, the health and the webhook needs; null where all is open
 * @param version Galley's own
 */
public record WebSettings(
        String host,
        @Nullable String domain,
        List<String> allowedHosts,
        @Nullable Credentials credentials,
        String version) {
    public WebSettings {
        allowedHosts = List.copyOf(allowedHosts);
    }
}

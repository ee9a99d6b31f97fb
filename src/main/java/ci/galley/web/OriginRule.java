package ci.galley.web;

import ci.galley.support.http.HttpException;
import ci.galley.support.http.Request;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which pages may make a browser ask for something to be done. Browsers name the page in {@code Origin}; programs send none.
 */
final class OriginRule {
    private static final Pattern ORIGIN = Pattern.compile("(?i)https?://(?<authority>[^/?#@]+)");

    private final HostRule hosts;

    OriginRule(HostRule hosts) {
        this.hosts = hosts;
    }

    /**
     * @throws HttpException 403 for a page of another site
     */
    void check(Request request) {
        List<String> origins = request.headers("Origin");
        if (origins.isEmpty()) {
            return;
        }
        if (origins.size() > 1 || !allows(origins.get(0), request)) {
            throw new HttpException(
                    403,
                    "A page of another site may not do that (\"Origin\"). If the site is yours, set DOMAIN to its"
                            + " address or add its name to ALLOWED_HOSTS.");
        }
    }

    /**
     * A link in a page of another site may not start anything, even where it is a {@code GET}.
     *
     * @throws HttpException 403 if the browser says that it is one
     */
    static void refuseCrossSite(Request request) {
        if (request.headers("Sec-Fetch-Site").stream()
                .anyMatch(site -> site.trim().toLowerCase(Locale.ROOT).equals("cross-site"))) {
            throw new HttpException(403, "A link from another site starts no build: open this address by itself.");
        }
    }

    private boolean allows(String origin, Request request) {
        Matcher matcher = ORIGIN.matcher(origin.trim());
        Optional<Authority> page =
                matcher.matches() ? Authority.parse(String.valueOf(matcher.group("authority"))) : Optional.empty();
        return page.filter(hosts::allows)
                .filter(authority -> isOurs(authority, request))
                .isPresent();
    }

    /**
     * Anybody can serve a page from an address, or from such a name of nip.io: those count only where they mean this
     * machine's surroundings, or are what the request itself was sent to.
     */
    private boolean isOurs(Authority page, Request request) {
        boolean anybodys = page.isAddress() || hosts.isDomainAtNipIo(page);
        return !anybodys
                || page.isNearby()
                || request.header("Host")
                        .flatMap(Authority::parse)
                        .map(Authority::host)
                        .filter(page.host()::equals)
                        .isPresent();
    }
}

package ci.galley.web;

import ci.galley.support.http.HttpException;
import ci.galley.support.http.Request;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which names this server answers to. A page of a stranger can have its own name point at this machine (DNS rebinding), and
 * then reads whatever is served to that name.
 */
final class HostRule {
    private final Set<String> names = new HashSet<>();
    private final @Nullable String domain;

    /** Clients send the same name with every request, and to take it apart costs a tenth of a badge. */
    private volatile @Nullable String lastAllowed;

    /**
     * @param machine the names of this machine
     */
    HostRule(WebSettings settings, List<String> machine) {
        names.add("localhost");
        add(settings.host());
        settings.allowedHosts().forEach(this::add);
        machine.forEach(this::add);
        this.domain = settings.domain() == null ? null : hostOf(settings.domain());
        if (domain != null) {
            names.add(domain);
        }
    }

    /**
     * @throws HttpException 421 for any other name
     */
    void check(Request request) {
        List<String> named = new ArrayList<>(request.headers("Host"));
        request.targetAuthority().ifPresent(named::add);
        for (String host : named) {
            if (!host.equals(lastAllowed)) {
                requireAllowed(host);
                lastAllowed = host;
            }
        }
    }

    private void requireAllowed(String host) {
        if (Authority.parse(host).filter(this::allows).isEmpty()) {
            throw new HttpException(
                    421,
                    "This server does not answer to the name in \"Host\". If the name is yours, add it to"
                            + " ALLOWED_HOSTS.");
        }
    }

    boolean allows(Authority authority) {
        return authority.isAddress() || names.contains(authority.host()) || isDomainAtNipIo(authority);
    }

    /** {@code <domain>.<address>.nip.io}, which a router without NAT loopback can be served by. */
    boolean isDomainAtNipIo(Authority authority) {
        return domain != null
                && authority.host().startsWith(domain + ".")
                && authority.host().endsWith(".nip.io");
    }

    private void add(String name) {
        Authority.parse(name.trim()).map(Authority::host).ifPresent(names::add);
    }

    private static @Nullable String hostOf(String url) {
        return Optional.ofNullable(URI.create(url).getRawAuthority())
                .flatMap(Authority::parse)
                .map(authority -> authority.host().toLowerCase(Locale.ROOT))
                .orElse(null);
    }
}

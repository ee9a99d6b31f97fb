package ci.galley.web;

import ci.galley.support.http.Handler;
import ci.galley.support.http.HttpException;
import ci.galley.support.http.Request;
import ci.galley.support.http.Response;
import ci.galley.support.http.Router;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers every request: first who asks, and from where, then what. */
public final class Web implements Handler {
    /** The first segment of addresses that always mean data; a proxy may have taken it away. */
    public static final String DATA_PREFIX = "api";

    private final Router router;
    private final HostRule hosts;
    private final OriginRule origins;
    private final PasswordRule password;

    /**
     * @param webhook answers {@code POST /<project>}, which carries proof of its own
     * @param trouble what keeps Galley from its work just now: a sentence without a path of the machine
     */
    public Web(WebSettings settings, Doors doors, Handler webhook, Supplier<Optional<String>> trouble) {
        this(settings, doors, webhook, trouble, MachineNames.find());
    }

    Web(WebSettings settings, Doors doors, Handler webhook, Supplier<Optional<String>> trouble, List<String> machine) {
        this.router = new Routes(doors, settings, webhook, trouble).router();
        this.hosts = new HostRule(settings, machine);
        this.origins = new OriginRule(hosts);
        this.password = new PasswordRule(settings.password());
    }

    /** What every answer carries, unless its handler says otherwise. */
    public static Map<String, String> headers() {
        return SecurityHeaders.STANDARD;
    }

    @Override
    public Response handle(Request request) throws IOException, InterruptedException {
        hosts.check(request);
        Optional<Router.Route> route = router.find(request.segments());
        if (route.filter(found -> Routes.isOpen(found, request.method())).isEmpty()) {
            password.check(request);
        }
        if (request.method().equals("POST")) {
            origins.check(request);
        }
        return route.orElseThrow(() -> new HttpException(404, "There is no such address. /openapi.json lists all."))
                .handle(request);
    }

    Router router() {
        return router;
    }
}

package ci.galley.web;

import ci.galley.support.http.Handler;
import ci.galley.support.http.HttpException;
import ci.galley.support.http.Request;
import ci.galley.support.http.Response;
import ci.galley.support.http.Router;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers every request: first who asks, and from where, then what. */
public final class Web implements Handler {
    /** The first segment of addresses that always mean data; a proxy may have taken it away. */
    public static final String DATA_PREFIX = "api";

    private final WebApp app;
    private final Router router;
    private final HostRule hosts;
    private final OriginRule origins;
    private final @Nullable PasswordRule password;

    /**
     * @param webhook answers {@code POST /<project>}, which carries proof of its own
     * @param trouble what keeps Galley from its work just now: a sentence without a path of the machine
     */
    public Web(WebSettings settings, Doors doors, Handler webhook, Supplier<Optional<String>> trouble) {
        this(settings, doors, webhook, trouble, Surroundings.real());
    }

    Web(
            WebSettings settings,
            Doors doors,
            Handler webhook,
            Supplier<Optional<String>> trouble,
            Surroundings surroundings) {
        this.app = new WebApp(surroundings.app());
        this.password =
                settings.credentials() == null ? null : new PasswordRule(settings.credentials(), surroundings.clock());
        this.router = new Routes(doors, settings, webhook, trouble, app, new Login(settings, password)).router();
        this.hosts = new HostRule(settings, surroundings.machine());
        this.origins = new OriginRule(hosts);
    }

    /**
     * What is different in a test.
     *
     * @param machine the names of this machine
     * @param app where the page's files are among the resources
     */
    record Surroundings(List<String> machine, String app, Clock clock) {
        static Surroundings real() {
            return new Surroundings(MachineNames.find(), "/ci/galley/webapp/", Clock.systemUTC());
        }
    }

    /** What every answer carries, unless its handler says otherwise. */
    public static Map<String, String> headers() {
        return SecurityHeaders.STANDARD;
    }

    @Override
    public Response handle(Request request) throws IOException, InterruptedException {
        hosts.check(request);
        Optional<Router.Route> found = router.find(request.segments());
        if (found.filter(route -> Routes.isPage(route, request)).isPresent()) {
            if (request.segments().size() > 2) {
                // The page asks for the build by itself.
                OriginRule.refuseCrossSite(request);
            }
            return app.page(request);
        }
        if (password != null
                && found.filter(route -> Routes.isOpen(route, request.method())).isEmpty()) {
            password.check(request);
        }
        if (request.method().equals("POST")) {
            origins.check(request);
        }
        Router.Route route =
                found.orElseThrow(() -> new HttpException(404, "There is no such address. /openapi.json lists all."));
        Response response = route.handle(request);
        return Routes.mayBePage(route, request) ? response.header("Vary", "Accept") : response;
    }

    Router router() {
        return router;
    }
}

package ci.galley.web;

import ci.galley.model.CommitHash;
import ci.galley.model.ProjectName;
import ci.galley.support.http.Accept;
import ci.galley.support.http.Handler;
import ci.galley.support.http.Request;
import ci.galley.support.http.Response;
import ci.galley.support.http.Router;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Every address, and who answers there. */
final class Routes {
    private static final String ICON = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\">"
            + "<path fill=\"#444\" d=\"M3 1h7l3 3v11H3z\"/><path fill=\"#fff\" d=\"M5 6h6v1H5zm0 3h6v1H5zm0 3h4v1H5z\"/></svg>";

    /**
     * What needs no password: a badge is shown by other sites, GitHub signs, a monitor knows no secret, and the page is what
     * asks for it.
     */
    private static final Set<String> OPEN = Set.of(
            "GET /{project}/svg",
            "GET /{project}/{commit}/svg",
            "GET /healthz",
            "POST /{project}",
            "POST /login",
            "POST /logout",
            "GET /favicon.ico",
            "GET /assets/{file}",
            "GET /assets/{folder}/{file}");

    /** Where a browser gets the page, unless it asks below {@code /api}. */
    private static final Set<String> PAGES =
            Set.of("/", "/{project}", "/{project}/{commit}", "/{project}/{commit}/build");

    private final Router router = new Router();

    Routes(
            Doors doors,
            WebSettings settings,
            Handler webhook,
            Supplier<Optional<String>> trouble,
            WebApp app,
            Login login) {
        Lookup lookup = new Lookup(doors);
        addServer(new Monitoring(doors, settings.version(), trouble), new Documentation(settings.version()));
        addPage(app, login);
        Events events = new Events(doors, lookup);
        doors.store().addListener(events);
        router.add("GET", "/events", request -> events.ofAll());
        router.add("GET", "/{project}/{commit}/events", events::ofBuild);
        Records records = new Records(doors, lookup, settings);
        router.add("GET", "/", request -> records.projects());
        router.add("GET", "/{project}", records::builds);
        router.add("POST", "/{project}", webhook);
        addFiles(new Downloads(doors, lookup), new Badges(doors, lookup), lookup);
        addCommands(new Commands(doors, lookup));
        SourceViews sources = new SourceViews(doors, lookup);
        router.add("GET", "/{project}/{commit}/source", sources::source);
        router.add("GET", "/{project}/{commit}/changes", sources::changes);
        router.add("GET", "/{project}/status", request -> Records.record(lookup.last(request)));
        router.add("GET", "/{project}/{commit}/status", request -> Records.record(lookup.named(request)));
        // After its neighbours with a word in the second place, which is no commit.
        router.add("GET", "/{project}/{commit}", request -> Records.record(lookup.named(request)));
    }

    Router router() {
        return router;
    }

    static boolean isOpen(Router.Route route, String method) {
        return OPEN.contains((method.equals("HEAD") ? "GET" : method) + " " + route.pattern());
    }

    private void addServer(Monitoring monitoring, Documentation documentation) {
        byte[] icon = ICON.getBytes(StandardCharsets.UTF_8);
        router.add("GET", "/healthz", request -> monitoring.health());
        router.add("GET", "/metrics", request -> monitoring.metrics());
        router.add("GET", "/openapi.json", request -> documentation.response());
        router.add("GET", "/favicon.ico", request -> Response.tagged(200, "image/svg+xml", icon));
    }

    private void addFiles(Downloads downloads, Badges badges, Lookup lookup) {
        router.add("GET", "/{project}/pdf", downloads::newestPdf);
        router.add("GET", "/{project}/png", downloads::newestFirstPage);
        router.add("GET", "/{project}/log", request -> downloads.log(lookup.last(request)));
        router.add("GET", "/{project}/problems", request -> downloads.problems(lookup.last(request)));
        router.add("GET", "/{project}/svg", badges::ofProject);
        router.add("GET", "/{project}/{commit}/pdf", request -> downloads.pdf(lookup.named(request)));
        router.add("GET", "/{project}/{commit}/png", request -> downloads.firstPage(lookup.named(request)));
        router.add("GET", "/{project}/{commit}/log", request -> downloads.log(lookup.named(request)));
        router.add("GET", "/{project}/{commit}/problems", request -> downloads.problems(lookup.named(request)));
        router.add("GET", "/{project}/{commit}/svg", badges::ofCommit);
    }

    private void addCommands(Commands commands) {
        router.add("POST", "/{project}/build", commands::buildNewest);
        router.add("GET", "/{project}/{commit}/build", commands::buildByGet);
        router.add("POST", "/{project}/{commit}/build", commands::buildAgain);
        router.add("POST", "/{project}/{commit}/cancel", commands::cancel);
    }

    private void addPage(WebApp app, Login login) {
        router.add("GET", "/assets/{file}", app::asset);
        router.add("GET", "/assets/{folder}/{file}", app::asset);
        router.add("POST", "/login", login::enter);
        router.add("POST", "/logout", login::leave);
    }

    /** Whether that address, outside {@code /api}, is either the page or data. */
    static boolean mayBePage(Router.Route route, Request request) {
        return PAGES.contains(route.pattern())
                && (request.method().equals("GET") || request.method().equals("HEAD"))
                && !request.isBelowDataPrefix();
    }

    /** Whether it is the page that is asked for: by a browser, and by an address that can mean something. */
    static boolean isPage(Router.Route route, Request request) {
        List<String> path = request.segments();
        return mayBePage(route, request)
                && Accept.prefersHtml(request)
                && (path.isEmpty() || ProjectName.isValid(path.get(0)))
                && (path.size() < 2 || CommitHash.parse(path.get(1)).isPresent());
    }
}

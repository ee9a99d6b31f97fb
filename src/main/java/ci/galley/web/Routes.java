package ci.galley.web;

import ci.galley.support.http.Accept;
import ci.galley.support.http.Handler;
import ci.galley.support.http.Request;
import ci.galley.support.http.Response;
import ci.galley.support.http.Router;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Every address, and who answers there. */
final class Routes {
    private static final String ICON = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\">"
            + "<path fill=\"#444\" d=\"M3 1h7l3 3v11H3z\"/><path fill=\"#fff\" d=\"M5 6h6v1H5zm0 3h6v1H5zm0 3h4v1H5z\"/></svg>";

    /** What needs no password: a badge is shown by other sites, GitHub signs, and a monitor knows no secret. */
    private static final Set<String> OPEN =
            Set.of("GET /{project}/svg", "GET /{project}/{commit}/svg", "GET /healthz", "POST /{project}");

    private final Router router = new Router();

    Routes(Doors doors, WebSettings settings, Handler webhook, Supplier<Optional<String>> trouble) {
        Lookup lookup = new Lookup(doors);
        Events events = new Events(doors, lookup);
        doors.store().addListener(events);
        router.add("GET", "/events", request -> events.ofAll());
        router.add("GET", "/{project}/{commit}/events", events::ofBuild);
        addServer(new Monitoring(doors, settings.version(), trouble), new Documentation(settings.version()));
        Records records = new Records(doors, lookup);
        PlainPages pages = new PlainPages(doors, records);
        router.add("GET", "/", request -> pageOrData(request, r -> pages.projects(), r -> records.projects()));
        router.add("GET", "/{project}", request -> pageOrData(request, pages::builds, records::builds));
        router.add("POST", "/{project}", webhook);
        addFiles(new Downloads(doors, lookup), new Badges(doors, lookup), lookup);
        addCommands(new Commands(doors, lookup));
        router.add("GET", "/{project}/status", request -> Records.record(lookup.last(request)));
        router.add("GET", "/{project}/{commit}/status", request -> Records.record(lookup.named(request)));
        // After its neighbours with a word in the second place, which is no commit.
        router.add(
                "GET",
                "/{project}/{commit}",
                request ->
                        pageOrData(request, r -> pages.build(lookup.named(r)), r -> Records.record(lookup.named(r))));
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
        router.add("GET", "/{project}/log", request -> downloads.log(lookup.last(request)));
        router.add("GET", "/{project}/problems", request -> downloads.problems(lookup.last(request)));
        router.add("GET", "/{project}/svg", badges::ofProject);
        router.add("GET", "/{project}/{commit}/pdf", request -> downloads.pdf(lookup.named(request)));
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

    /** Below {@code /api} it is the data; elsewhere a browser gets the page. */
    private static Response pageOrData(Request request, Handler page, Handler data)
            throws IOException, InterruptedException {
        if (request.isBelowDataPrefix()) {
            return data.handle(request);
        }
        Response response = Accept.prefersHtml(request) ? page.handle(request) : data.handle(request);
        return response.header("Vary", "Accept");
    }
}

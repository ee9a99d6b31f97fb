package ci.galley.web;

import ci.galley.support.http.Accept;
import ci.galley.support.http.HttpException;
import ci.galley.support.http.Request;
import ci.galley.support.http.Resource;
import ci.galley.support.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The files of the page that people see, as Vite built them into the jar. They are public code and need no password; all data
 * is asked for afterwards.
 */
final class WebApp {
    private static final String HTML = "text/html; charset=utf-8";

    /** What ends a name whose content never changes: Vite's hash. */
    private static final Pattern HASHED = Pattern.compile(".+-[A-Za-z0-9_-]{8}\\.[a-z0-9]+");

    /** With an ending, or it could be a folder. */
    private static final Pattern PATH =
            Pattern.compile("assets/([A-Za-z0-9_-]{1,100}/)?[A-Za-z0-9_-]{1,100}(\\.[A-Za-z0-9_-]{1,20}){1,4}");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", HTML),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("woff2", "font/woff2"));

    /** The ways in which a file may be compressed, best first, and what its name then ends in (RFC 7932, RFC 1952). */
    private static final List<Map.Entry<String, String>> CODINGS =
            List.of(Map.entry("br", ".br"), Map.entry("gzip", ".gz"));

    private static final String MISSING = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<title>Galley</title></head>\n<body><h1>Galley</h1>\n<p>This jar was built without the page:"
            + " Node.js was not there. Install it, and build again with <code>scripts/start.sh</code>.</p>\n"
            + "<p>All that Galley knows is <a href=\"/api/\">below /api</a> all the same.</p></body></html>\n";

    private final String folder;
    private final Map<String, Optional<Resource>> known = new ConcurrentHashMap<>();

    /**
     * @param folder where the files are among the resources, with a slash at its end
     */
    WebApp(String folder) {
        this.folder = folder;
    }

    /** The page itself; it looks at its address to know what to show. */
    Response page(Request request) {
        Response page = file(request, "index.html")
                .orElseGet(() -> Response.tagged(200, HTML, MISSING.getBytes(StandardCharsets.UTF_8))
                        .header("Content-Security-Policy", SecurityHeaders.PAGE_POLICY));
        return page.header("Cache-Control", "no-cache").header("Vary", "Accept, Accept-Encoding");
    }

    /** {@code GET /assets/...}. */
    Response asset(Request request) {
        return Optional.of(String.join("/", request.segments()))
                .filter(path -> PATH.matcher(path).matches())
                .flatMap(path -> file(request, path))
                .orElseThrow(() -> new HttpException(
                        404, "There is no such file; the page may be of another version: load it again."));
    }

    private Optional<Response> file(Request request, String name) {
        for (Map.Entry<String, String> coding : CODINGS) {
            Optional<Resource> encoded = find(name + coding.getValue());
            if (encoded.isPresent() && Accept.takesEncoding(request, coding.getKey())) {
                return Optional.of(response(name, encoded.get()).header("Content-Encoding", coding.getKey()));
            }
        }
        return find(name).map(plain -> response(name, plain));
    }

    private static Response response(String name, Resource resource) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Response.resource(TYPES.getOrDefault(extension, "application/octet-stream"), resource)
                // also of scripts: what a worker may do is said by the answer that brought it
                .header("Content-Security-Policy", SecurityHeaders.PAGE_POLICY)
                .header("Vary", "Accept-Encoding")
                .header(
                        "Cache-Control",
                        HASHED.matcher(name).matches() ? "public, max-age=31536000, immutable" : "no-cache");
    }

    private Optional<Resource> find(String name) {
        // Whoever asks for names that are not there does not fill the memory with them.
        Optional<Resource> there = known.get(name);
        if (there == null) {
            there = Resource.find(WebApp.class, folder + name);
            if (there.isPresent() || name.startsWith("index.html")) {
                known.put(name, there);
            }
        }
        return there;
    }
}

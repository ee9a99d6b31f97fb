package ci.galley.support.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the handler for an address. A pattern such as {@code /{project}/{commit}/pdf} matches segment by segment, a name in
 * braces any one segment; patterns without braces go before others, then the one that was added first.
 */
public final class Router {
    private final List<Route> routes = new ArrayList<>();

    /** The same by their number of segments: most requests are for one of a few. */
    private final Map<Integer, List<Route>> routesByLength = new HashMap<>();

    /** An address and what can be done there. */
    public static final class Route {
        private final String pattern;
        private final List<String> segments;
        private final boolean literal;
        private final Map<String, Handler> handlers = new LinkedHashMap<>();

        private Route(String pattern) {
            this.pattern = pattern;
            this.segments = pattern.equals("/")
                    ? List.of()
                    : List.of(pattern.substring(1).split("/", -1));
            this.literal = segments.stream().noneMatch(Route::isVariable);
        }

        public String pattern() {
            return pattern;
        }

        /** The methods that were added; {@code HEAD} and {@code OPTIONS} come by themselves. */
        public List<String> methods() {
            return List.copyOf(handlers.keySet());
        }

        /**
         * Answers a request for this address.
         *
         * @throws HttpException 405 with {@code Allow} for another method
         */
        public Response handle(Request request) throws IOException, InterruptedException {
            String method = request.method().equals("HEAD") ? "GET" : request.method();
            Handler handler = handlers.get(method);
            if (handler != null) {
                return handler.handle(request);
            }
            if (method.equals("OPTIONS")) {
                return Response.of(204, "text/plain", new byte[0]).header("Allow", allowed());
            }
            throw new HttpException(405, "This address takes " + allowed() + " only.", Map.of("Allow", allowed()));
        }

        private String allowed() {
            TreeSet<String> methods = new TreeSet<>(handlers.keySet());
            methods.add("OPTIONS");
            if (methods.contains("GET")) {
                methods.add("HEAD");
            }
            return String.join(", ", methods);
        }

        /** Whether it is for a path of as many segments as it has itself. */
        private boolean matches(List<String> path) {
            // The last ones differ most.
            for (int i = path.size() - 1; i >= 0; i--) {
                if (!isVariable(segments.get(i)) && !segments.get(i).equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }

        private static boolean isVariable(String segment) {
            return segment.startsWith("{");
        }
    }

    /** Adds a handler for a method of an address. */
    public Router add(String method, String pattern, Handler handler) {
        Route route = routes.stream()
                .filter(known -> known.pattern.equals(pattern))
                .findFirst()
                .orElseGet(() -> added(new Route(pattern)));
        route.handlers.put(method, handler);
        return this;
    }

    /** The route of a path, literal ones first. */
    public Optional<Route> find(List<String> segments) {
        Optional<Route> found = Optional.empty();
        for (Route route : routesByLength.getOrDefault(segments.size(), List.of())) {
            if (route.matches(segments)) {
                if (route.literal) {
                    return Optional.of(route);
                }
                found = found.isPresent() ? found : Optional.of(route);
            }
        }
        return found;
    }

    /** All routes, in the order in which they were added. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    private Route added(Route route) {
        routes.add(route);
        routesByLength
                .computeIfAbsent(route.segments.size(), length -> new ArrayList<>())
                .add(route);
        return route;
    }
}

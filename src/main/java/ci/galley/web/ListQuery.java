package ci.galley.web;

import ci.galley.model.BuildState;
import ci.galley.store.BuildQuery;
import ci.galley.support.http.HttpException;
import ci.galley.support.http.Request;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the query of a list of builds: {@code ?limit=50&before=<cursor>&branch=&state=&q=}; what is empty says nothing. */
final class ListQuery {
    static final int DEFAULT_LIMIT = 50;
    static final int MOST = 200;

    private static final int SHOWN = 40;

    private ListQuery() {}

    static BuildQuery newestOf(String branch) {
        return new BuildQuery(1, null, branch, null, null);
    }

    /**
     * @throws HttpException 400 with the name, the value and what is allowed
     */
    static BuildQuery of(Request request) {
        return new BuildQuery(
                limit(request),
                before(request),
                value(request, "branch").orElse(null),
                state(request),
                value(request, "q").orElse(null));
    }

    private static int limit(Request request) {
        String text = value(request, "limit").orElse(String.valueOf(DEFAULT_LIMIT));
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw wrong("limit", text, "it is a number from 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }

    private static @Nullable Long before(Request request) {
        String text = value(request, "before").orElse(null);
        if (text == null) {
            return null;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw wrong("before", text, "it is the \"next\" of the page before");
        }
        return Long.valueOf(text);
    }

    private static @Nullable BuildState state(Request request) {
        String text = value(request, "state").orElse(null);
        if (text == null) {
            return null;
        }
        return BuildState.ofWord(text).orElseThrow(() -> wrong("state", text, "known states: " + states()));
    }

    private static Optional<String> value(Request request, String name) {
        return request.query(name).filter(text -> !text.isEmpty());
    }

    private static String states() {
        return Arrays.stream(BuildState.values()).map(BuildState::word).collect(Collectors.joining(", "));
    }

    private static HttpException wrong(String name, String value, String allowed) {
        String shown = value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value;
        return new HttpException(
                400, "\"" + name + "\" is \"" + shown.replaceAll("\\p{Cntrl}", " ") + "\"; " + allowed + ".");
    }
}

package ci.galley.web;

import ci.galley.support.http.HttpException;
import ci.galley.support.http.Request;
import ci.galley.support.http.Response;
import ci.galley.support.io.JsonTree;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The page's way in: a password once, then a cookie. */
final class Login {
    private static final int MOST_BYTES = 4 << 10;

    private final @Nullable PasswordRule password;
    private final boolean secureDomain;

    /**
     * @param password null where none is needed
     */
    Login(WebSettings settings, @Nullable PasswordRule password) {
        this.password = password;
        this.secureDomain = settings.domain() != null && settings.domain().startsWith("https:");
    }

    /** {@code POST /login} with {@code {"password": "..."}}. */
    Response enter(Request request) throws IOException {
        String type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.split(";", 2)[0].trim().equals("application/json")) {
            throw new HttpException(415, "Send the password as JSON, with Content-Type: application/json.");
        }
        String given = given(request.body(MOST_BYTES));
        return password == null ? done() : done(request, password.enter(request, given), Sessions.LIFE.toSeconds());
    }

    /** {@code POST /logout}. */
    Response leave(Request request) throws IOException {
        request.body(MOST_BYTES);
        return done(request, "", 0);
    }

    private static String given(Request.Body body) throws IOException {
        try (InputStream bytes = body.open()) {
            JsonNode password = JsonTree.read(bytes.readAllBytes()).path("password");
            if (password.isTextual()) {
                return password.textValue();
            }
        } catch (JsonProcessingException e) {
            // Said below, without a word of what was sent.
        }
        throw new HttpException(400, "Send the password as {\"password\": \"...\"}.");
    }

    private Response done(Request request, String value, long seconds) {
        String cookie = PasswordRule.COOKIE + "=" + value + "; Path=/; Max-Age=" + seconds
                + "; HttpOnly; SameSite=Strict" + (isSecure(request) ? "; Secure" : "");
        return done().header("Set-Cookie", cookie);
    }

    private static Response done() {
        return Response.of(204, "text/plain", new byte[0]).header("Cache-Control", "no-store");
    }

    /** A proxy knows how it was reached; at home, a page for https may be reached without it. */
    private boolean isSecure(Request request) {
        return request.header("X-Forwarded-Proto")
                .map(scheme -> scheme.trim().equalsIgnoreCase("https"))
                .orElse(secureDomain);
    }
}

package ci.galley.web;

import ci.galley.support.http.HttpException;
import ci.galley.support.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The one password: by HTTP's Basic scheme with any user name (RFC 7617), or by the cookie that the page gets for it.
 */
final class PasswordRule {
    static final String COOKIE = "galley";

    private static final String SCHEME = "basic ";

    /** What the page sends along, so that no browser opens its own dialog. */
    private static final String PAGE = "Galley";

    private final byte[] password;
    private final Sessions sessions;
    private final WrongTries wrongTries;

    PasswordRule(Credentials credentials, Clock clock) {
        this.password = credentials.password().getBytes(StandardCharsets.UTF_8);
        this.sessions = new Sessions(credentials, clock);
        this.wrongTries = new WrongTries(clock);
    }

    /**
     * @throws HttpException 401 if the password is missing or wrong, 429 if it was wrong too often
     */
    void check(Request request) {
        if (hasSession(request)) {
            return;
        }
        List<String> fields = request.headers("Authorization");
        if (!fields.isEmpty()) {
            wrongTries.check(request);
            if (isGiven(fields, password)) {
                return;
            }
            wrongTries.add(request);
        }
        throw refusal(request, "This needs the server's PASSWORD, with any user name.");
    }

    /**
     * Begins a session.
     *
     * @return the cookie's value
     * @throws HttpException 401 if the password is wrong, 429 if it was too often
     */
    String enter(Request request, String given) {
        wrongTries.check(request);
        if (!MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), password)) {
            wrongTries.add(request);
            throw refusal(request, "That is not the server's PASSWORD.");
        }
        return sessions.issue();
    }

    /** RFC 9110, section 11.6.1, wants a scheme; for the page it is one that no browser knows. */
    private static HttpException refusal(Request request, String detail) {
        String challenge = isOfPage(request) ? "Galley realm=\"Galley\"" : "Basic realm=\"Galley\", charset=\"UTF-8\"";
        return new HttpException(401, detail, Map.of("WWW-Authenticate", challenge));
    }

    /** What the page asks for says so; its pictures cannot, but browsers want pictures before all else for them. */
    private static boolean isOfPage(Request request) {
        return request.header("X-Requested-With").filter(PAGE::equals).isPresent()
                || request.header("Accept")
                        .filter(types -> types.startsWith("image/"))
                        .isPresent();
    }

    private boolean hasSession(Request request) {
        return request.headers("Cookie").stream()
                .flatMap(field -> Arrays.stream(field.split(";", -1)))
                .map(String::trim)
                .filter(pair -> pair.startsWith(COOKIE + "="))
                .anyMatch(pair -> sessions.isValid(pair.substring(COOKIE.length() + 1)));
    }

    private static boolean isGiven(List<String> fields, byte[] password) {
        if (fields.size() != 1) {
            return false;
        }
        String field = fields.get(0).trim();
        if (!field.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(field.substring(SCHEME.length()).trim());
            // A user name has no colon, a password may.
            String credentials = new String(decoded, StandardCharsets.ISO_8859_1);
            int colon = credentials.indexOf(':');
            return colon >= 0
                    && MessageDigest.isEqual(
                            credentials.substring(colon + 1).getBytes(StandardCharsets.ISO_8859_1), password);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

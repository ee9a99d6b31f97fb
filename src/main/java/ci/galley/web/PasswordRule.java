package ci.galley.web;

import ci.galley.support.http.HttpException;
import ci.galley.support.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one password, by HTTP's Basic scheme with any user name (RFC 7617). */
final class PasswordRule {
    private static final String SCHEME = "basic ";

    private final byte @Nullable [] password;

    /**
     * @param password null where none is needed
     */
    PasswordRule(@Nullable String password) {
        this.password = password == null ? null : password.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @throws HttpException 401 if the password is missing or wrong
     */
    void check(Request request) {
        if (password != null && !isGiven(request.headers("Authorization"), password)) {
            throw new HttpException(
                    401,
                    "This needs the server's PASSWORD, with any user name.",
                    Map.of("WWW-Authenticate", "Basic realm=\"Galley\", charset=\"UTF-8\""));
        }
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

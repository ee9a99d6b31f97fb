package ci.galley.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proofs that somebody knew the password: {@code <when it ends, in seconds since 1970>.<HMAC of that>}. Nothing is kept, so
 * they outlive a restart; they end when the password changes.
 */
final class Sessions {
    static final Duration LIFE = Duration.ofDays(30);

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\.([A-Za-z0-9_-]{43})");

    private final byte[] key;
    private final Clock clock;

    Sessions(Credentials credentials, Clock clock) {
        this.key = mac(credentials.sessionKey(), "galley " + credentials.password());
        this.clock = clock;
    }

    String issue() {
        long end = clock.instant().plus(LIFE).getEpochSecond();
        return end + "." + proof(end);
    }

    boolean isValid(String token) {
        Matcher form = FORM.matcher(token);
        if (!form.matches()) {
            return false;
        }
        long end = Long.parseLong(form.group(1));
        boolean ours = MessageDigest.isEqual(ascii(proof(end)), ascii(form.group(2)));
        return ours && end > clock.instant().getEpochSecond();
    }

    private String proof(long end) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(key, "session " + end));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}

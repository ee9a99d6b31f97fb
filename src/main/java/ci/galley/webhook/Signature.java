package ci.galley.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature with which GitHub shows that it knows the secret.
 *
 * @see <a href="https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries">Validating webhook
 *     deliveries</a>
 */
final class Signature {
    static final String HEADER = "X-Hub-Signature-256";

    private static final String PREFIX = "sha256=";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-f]{64}");
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /**
     * @throws IllegalArgumentException if the secret is empty: then anybody could sign
     */
    Signature(String secret) {
        if (secret.isBlank()) {
            throw new IllegalArgumentException("SECRET is blank; give it a value, or unset it");
        }
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /**
     * Whether a header signs these bytes. Takes the same time wherever the two differ.
     *
     * @param header in the one form that GitHub sends: {@code sha256=} and 64 lower-case hexadecimal characters
     */
    boolean matches(String header, InputStream body) throws IOException {
        if (!FORM.matcher(header).matches()) {
            return false;
        }
        byte[] claimed = HexFormat.of().parseHex(header, PREFIX.length(), header.length());
        return MessageDigest.isEqual(claimed, sign(body));
    }

    private byte[] sign(InputStream body) throws IOException {
        Mac mac = mac();
        byte[] buffer = new byte[16 * 1024];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            mac.update(buffer, 0, read);
        }
        return mac.doFinal();
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}

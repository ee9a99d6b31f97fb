package ci.galley.frontdoor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What GitHub sends. */
final class Webhook {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ZEROS = "0".repeat(40);

    private Webhook() {}

    /** The payload of a push, with the fields that GitHub's documentation names and Galley reads. */
    static ObjectNode push(String fullName, String branch, String before, String after) {
        ObjectNode push = JSON.createObjectNode();
        push.put("ref", "refs/heads/" + branch);
        push.put("before", before);
        push.put("after", after);
        push.put("created", before.equals(ZEROS));
        push.put("deleted", after.equals(ZEROS));
        push.put("forced", false);
        push.putObject("repository")
                .put("full_name", fullName)
                .put("name", fullName.substring(fullName.indexOf('/') + 1));
        push.putObject("head_commit").put("id", after);
        return push;
    }

    /** The header {@code X-Hub-Signature-256} for a body. */
    static String signature(String secret, byte[] body) {
        return "sha256=" + hmac("HmacSHA256", secret, body);
    }

    /** The header {@code X-Hub-Signature}, which GitHub still sends beside the other one. */
    static String sha1Signature(String secret, byte[] body) {
        return "sha1=" + hmac("HmacSHA1", secret, body);
    }

    private static String hmac(String algorithm, String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}

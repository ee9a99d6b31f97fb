package ci.galley.support.http;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names for versions of what is served (RFC 9110, section 8.8.3). */
final class EntityTags {
    private static final Pattern TAG = Pattern.compile("(?:W/)?(?<opaque>\"[^\"]*\")");
    private static final int BYTES = 12;

    private EntityTags() {}

    /** A strong tag of some bytes. */
    static String of(byte[] content) {
        return tag(sha256().digest(content));
    }

    /** A stream that remembers what it read for {@link #of(DigestInputStream)}. */
    static DigestInputStream digesting(InputStream bytes) {
        return new DigestInputStream(bytes, sha256());
    }

    /** A strong tag of what was read. */
    static String of(DigestInputStream read) {
        return tag(read.getMessageDigest().digest());
    }

    private static String tag(byte[] hash) {
        return '"' + HexFormat.of().formatHex(hash, 0, BYTES) + '"';
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String of(String facts) {
        return of(facts.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether fields {@code If-None-Match} name that tag: compared weakly (RFC 9110, section 13.1.2). */
    static boolean anyMatches(List<String> fields, String tag) {
        for (String field : fields) {
            if (field.trim().equals("*")) {
                return true;
            }
            Matcher matcher = TAG.matcher(field);
            while (matcher.find()) {
                if (tag.endsWith(String.valueOf(matcher.group("opaque")))) {
                    return true;
                }
            }
        }
        return false;
    }
}

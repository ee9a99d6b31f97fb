package ci.galley.support.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for (RFC 9112, section 3.2), taken from its raw form: {@code java.net.URI} decodes escaped slashes
 * and dots, and takes the first segment of {@code //a/b} for a host.
 *
 * @param authority the host that an absolute target names ({@code GET http://host/ HTTP/1.1}), null otherwise
 * @param segments the path's segments, decoded; a slash at the end makes none
 * @param query the raw query, empty where there is none
 */
record Target(@Nullable String authority, List<String> segments, String query) {
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://(?<authority>[^/?]*)(?<rest>.*)");

    /**
     * @throws HttpException 400 for a target that no client sends by mistake, 404 for empty segments
     */
    static Target parse(String raw) {
        String authority = null;
        String rest = raw;
        if (!raw.startsWith("/")) {
            Matcher absolute = ABSOLUTE.matcher(raw);
            if (absolute.matches()) {
                authority = absolute.group("authority");
                rest = absolute.group("rest").startsWith("/") ? absolute.group("rest") : "/" + absolute.group("rest");
            }
        }
        if (!rest.startsWith("/") || rest.indexOf('#') >= 0) {
            throw new HttpException(400, "The address is not one of this server: it has to begin with a slash.");
        }
        int question = rest.indexOf('?');
        String path = question < 0 ? rest : rest.substring(0, question);
        return new Target(authority, segments(path), question < 0 ? "" : rest.substring(question + 1));
    }

    /** The first value of a query parameter, decoded. */
    Optional<String> query(String name) {
        if (query.isEmpty()) {
            return Optional.empty();
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (decode(key.replace('+', ' ')).equals(name)) {
                return Optional.of(
                        equals < 0 ? "" : decode(pair.substring(equals + 1).replace('+', ' ')));
            }
        }
        return Optional.empty();
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        String[] raw = path.split("/", -1);
        for (int i = 1; i < raw.length; i++) {
            if (raw[i].isEmpty() && i == raw.length - 1) {
                break;
            }
            segments.add(checked(decode(raw[i])));
        }
        return List.copyOf(segments);
    }

    private static String checked(String segment) {
        if (segment.isEmpty()) {
            throw new HttpException(404, "There is no such address: it has two slashes in a row.");
        }
        if (segment.equals(".") || segment.equals("..") || segment.indexOf('\\') >= 0) {
            throw new HttpException(400, "The address may not have \".\", \"..\" or a backslash in it.");
        }
        for (int i = 0; i < segment.length(); i++) {
            if (Character.isISOControl(segment.charAt(i))) {
                throw new HttpException(400, "The address may not have control characters in it.");
            }
        }
        return segment;
    }

    /** Decodes {@code %41}, and bytes that a client sent without escaping them. */
    private static String decode(String raw) {
        if (isPlain(raw)) {
            return raw;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(hex(raw, i + 1) * 16 + hex(raw, i + 2));
                i += 2;
            } else if (c > 0xFF) {
                throw badEscape();
            } else {
                bytes.write(c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw badEscape();
        }
    }

    /** Whether there is nothing to decode, as in nearly every address. */
    private static boolean isPlain(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '%' || raw.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    private static int hex(String raw, int index) {
        char c = index < raw.length() ? raw.charAt(index) : '?';
        // Character.digit also takes digits of other scripts.
        int value = c < 128 ? Character.digit(c, 16) : -1;
        if (value < 0) {
            throw badEscape();
        }
        return value;
    }

    private static HttpException badEscape() {
        return new HttpException(400, "The address has a bad escape: % needs two hexadecimal digits, of UTF-8.");
    }
}

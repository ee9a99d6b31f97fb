package ci.galley.support.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of some bytes (RFC 9110, section 14).
 *
 * @param from the first byte, from 0
 * @param count how many; 0 for a range that lies behind the end
 */
record ByteRange(long from, long count) {
    private static final Pattern SINGLE =
            Pattern.compile("(?i:bytes)\\s*=\\s*(?<first>\\d*)\\s*-\\s*(?<last>\\d*)\\s*");

    /** What a field {@code Range} asks for; nothing where it asks for several parts or is malformed: then all is sent. */
    static Optional<ByteRange> parse(String field, long length) {
        Matcher matcher = SINGLE.matcher(field);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String first = matcher.group("first");
        String last = matcher.group("last");
        if (first.isEmpty()) {
            if (last.isEmpty()) {
                return Optional.empty();
            }
            long count = Math.min(number(last), length);
            return Optional.of(new ByteRange(length - count, count));
        }
        long from = number(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : number(last);
        if (to < from) {
            return Optional.empty();
        }
        return Optional.of(new ByteRange(from, from >= length ? 0 : Math.min(to, length - 1) - from + 1));
    }

    boolean isSatisfiable() {
        return count > 0;
    }

    /** The value of {@code Content-Range}. */
    String contentRange(long length) {
        return isSatisfiable() ? "bytes " + from + "-" + (from + count - 1) + "/" + length : "bytes */" + length;
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}

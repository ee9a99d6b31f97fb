package ci.galley.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host and perhaps a port, as in a field {@code Host} (RFC 9110, section 7.2).
 *
 * @param host in lower case, without brackets and without a dot at its end
 * @param address what {@code host} means where it is an IP address, null for a name
 */
record Authority(String host, @Nullable InetAddress address) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[(?<six>[0-9A-Fa-f:.]{2,45})]|(?<name>[A-Za-z0-9._-]{1,253}))(?::\\d{0,5})?");

    /** Four decimal numbers; older shapes such as {@code 127.1} or {@code 0x7f000001} are names to us, and refused. */
    private static final Pattern FOUR_NUMBERS = Pattern.compile("(?:0|[1-9]\\d{0,2})(?:\\.(?:0|[1-9]\\d{0,2})){3}");

    private static final Pattern INSIDE_NIP_IO =
            Pattern.compile("(?:.*[.-])?(\\d{1,3})[.-](\\d{1,3})[.-](\\d{1,3})[.-](\\d{1,3})\\.nip\\.io");

    /** The authority, or nothing where that is none. */
    static Optional<Authority> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String six = matcher.group("six");
        if (six != null) {
            return literal("[" + six + "]").map(address -> new Authority(six.toLowerCase(Locale.ROOT), address));
        }
        String name = String.valueOf(matcher.group("name")).toLowerCase(Locale.ROOT);
        String host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return Optional.of(new Authority(host, addressOf(host)));
    }

    boolean isAddress() {
        return address != null;
    }

    /** Whether only this machine and its own network can be meant: by the address, or by the one in a name of nip.io. */
    boolean isNearby() {
        InetAddress meant = address;
        Matcher inside = INSIDE_NIP_IO.matcher(host);
        if (inside.matches()) {
            meant = addressOf(inside.group(1) + "." + inside.group(2) + "." + inside.group(3) + "." + inside.group(4));
        }
        return meant != null
                && (meant.isLoopbackAddress()
                        || meant.isSiteLocalAddress()
                        || meant.isLinkLocalAddress()
                        || isUniqueLocal(meant));
    }

    /** RFC 4193. */
    private static boolean isUniqueLocal(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
    }

    private static @Nullable InetAddress addressOf(String host) {
        return FOUR_NUMBERS.matcher(host).matches() ? literal(host).orElse(null) : null;
    }

    /** Never asks a name server: the text is an address, or is refused. */
    private static Optional<InetAddress> literal(String text) {
        try {
            if (text.startsWith("[") || hasBytesOnly(text)) {
                return Optional.of(InetAddress.getByName(text));
            }
        } catch (UnknownHostException e) {
            // Not an address after all.
        }
        return Optional.empty();
    }

    private static boolean hasBytesOnly(String fourNumbers) {
        for (String number : fourNumbers.split("\\.", -1)) {
            if (Integer.parseInt(number) > 255) {
                return false;
            }
        }
        return true;
    }
}

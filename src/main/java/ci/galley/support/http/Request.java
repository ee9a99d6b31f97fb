package ci.galley.support.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** A request, as far as a {@link Handler} needs to know it. */
public interface Request {
    /** The method, such as {@code GET}, as it was sent: methods are case-sensitive (RFC 9110, section 9.1). */
    String method();

    /**
     * The segments of the path, percent-decoded one by one, so that an encoded slash stays inside its segment. A slash at
     * the end makes no segment; neither does the prefix of data addresses (see {@link #isBelowDataPrefix}).
     */
    List<String> segments();

    /** Whether the path began with the prefix below which an address always means data, such as {@code /api}. */
    default boolean isBelowDataPrefix() {
        return false;
    }

    /** The host that the request line itself names, in an absolute address; it goes before the field {@code Host}. */
    default Optional<String> targetAuthority() {
        return Optional.empty();
    }

    /** The first value of a header, in whatever case its name is. */
    Optional<String> header(String name);

    /** All values of a header, one an occurrence. */
    List<String> headers(String name);

    /** The first value of a query parameter, decoded. */
    Optional<String> query(String name);

    /** The address of the peer, which is the proxy's where there is one. */
    InetAddress peer();

    /**
     * Reads the whole body, once. Bodies above 64 KiB lie in a temporary file until the request has ended.
     *
     * @param most the number of bytes it may have
     * @throws HttpException 413 if it is larger, 415 if it is encoded (gzip), 400 if it is cut short, 503 if too many
     *     large ones are being read
     */
    Body body(long most) throws IOException;

    /** The bytes of a request, which can be read several times. */
    interface Body {
        /** A new stream over the bytes. */
        InputStream open() throws IOException;

        long length();
    }
}

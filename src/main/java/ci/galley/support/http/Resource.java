package ci.galley.support.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.security.DigestInputStream;
import java.util.Optional;

/** A file of the jar: its bytes stay there, its length and its tag are known. */
public final class Resource implements Response.Content {
    private final URL address;
    private final long length;
    private final String tag;

    private Resource(URL address) throws IOException {
        this.address = address;
        try (DigestInputStream bytes = EntityTags.digesting(address.openStream())) {
            this.length = bytes.transferTo(OutputStream.nullOutputStream());
            this.tag = EntityTags.of(bytes);
        }
    }

    /**
     * A file among a class's resources, if it is there.
     *
     * @param name as {@link Class#getResource} understands it
     */
    public static Optional<Resource> find(Class<?> owner, String name) {
        URL address = owner.getResource(name);
        try {
            return address == null ? Optional.empty() : Optional.of(new Resource(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String tag() {
        return tag;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream open() throws IOException {
        return address.openStream();
    }
}

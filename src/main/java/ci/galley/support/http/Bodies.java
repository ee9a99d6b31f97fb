package ci.galley.support.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** Reads one request's body within limits. Not safe for use by several threads. */
final class Bodies implements AutoCloseable {
    private static final int MOST_IN_MEMORY = 64 << 10;
    private static final int BUFFER = 8 << 10;

    /** The body of a request that has none. */
    static final Request.Body NONE = inMemory(new byte[0]);

    private final InputStream source;
    private final Spool spool;
    private @Nullable FileChannel file;
    private long inFile;

    Bodies(InputStream source, Spool spool) {
        this.source = source;
        this.spool = spool;
    }

    /**
     * @throws HttpException 413, 400 or 503
     */
    Request.Body read(long most) throws IOException {
        byte[] first = new byte[1];
        if (receive(first) < 0) {
            return NONE;
        }
        ByteArrayOutputStream memory = new ByteArrayOutputStream(512);
        memory.write(first, 0, 1);
        byte[] buffer = new byte[BUFFER];
        long length = 1;
        int read;
        while ((read = receive(buffer)) >= 0) {
            length += read;
            if (length > most) {
                throw tooLarge(most);
            }
            if (length <= MOST_IN_MEMORY) {
                memory.write(buffer, 0, read);
            } else {
                spool(memory, buffer, read);
            }
        }
        return file == null ? inMemory(memory.toByteArray()) : inFile(file, length);
    }

    static HttpException tooLarge(long most) {
        String limit = most >= 1 << 20 ? (most >> 20) + " MiB" : most + " bytes";
        return new HttpException(413, "The request's body is too large: at most " + limit + " are read here.");
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            spool.giveBack(inFile);
            file = null;
        }
    }

    private int receive(byte[] buffer) {
        try {
            return source.read(buffer);
        } catch (IOException | RuntimeException e) {
            // Chunks of absurd sizes make the JDK's stream throw an IndexOutOfBoundsException.
            throw new HttpException(400, "The request's body is cut short or malformed.");
        }
    }

    private void spool(ByteArrayOutputStream memory, byte[] buffer, int count) throws IOException {
        FileChannel to = file;
        if (to == null) {
            to = spool.open();
            file = to;
            write(to, memory.toByteArray(), memory.size());
            memory.reset();
        }
        write(to, buffer, count);
    }

    private void write(FileChannel to, byte[] bytes, int count) throws IOException {
        spool.take(count);
        inFile += count;
        ByteBuffer left = ByteBuffer.wrap(bytes, 0, count);
        while (left.hasRemaining()) {
            to.write(left);
        }
    }

    private static Request.Body inMemory(byte[] bytes) {
        return new Request.Body() {
            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }

            @Override
            public long length() {
                return bytes.length;
            }
        };
    }

    private static Request.Body inFile(FileChannel file, long length) {
        return new Request.Body() {
            @Override
            public InputStream open() {
                return new ChannelStream(file, length);
            }

            @Override
            public long length() {
                return length;
            }
        };
    }
}

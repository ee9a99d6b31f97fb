package ci.galley.latex;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log line by line, in constant memory: a document can make its log as long, and its lines as long, as the disk
 * allows. Of a log of more than {@value #MAX_BYTES} bytes the beginning and the end are read; the middle is left out,
 * because a run away that fills a log shows its cause at the beginning and its end at the end.
 */
final class LogFile implements Closeable {
    static final int MAX_BYTES = 8 << 20;

    private static final int TAIL_BYTES = 2 << 20;

    /** Longer than TeX can be told to write a line ({@code max_print_line=10000} is what people set). */
    private static final int MAX_LINE_BYTES = 10_000;

    private final @Nullable SeekableByteChannel channel;
    private final long tailStart;
    private InputStream in;
    private long headLeft;
    private int lineNumber;
    private boolean inTail;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int filled;

    private LogFile(@Nullable SeekableByteChannel channel, InputStream in, long size) {
        this.channel = channel;
        this.in = in;
        this.headLeft = size <= MAX_BYTES ? Long.MAX_VALUE : MAX_BYTES - TAIL_BYTES;
        this.tailStart = size - TAIL_BYTES;
    }

    /**
     * Opens a plain file.
     *
     * @throws IOException if it cannot be read or is not a plain file, so that neither a symbolic link that the document
     *     left nor a FIFO, which would block for ever, is opened
     */
    static LogFile open(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(file.toString());
        }
        Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        SeekableByteChannel channel = Files.newByteChannel(file, options);
        return new LogFile(channel, Channels.newInputStream(channel), channel.size());
    }

    static LogFile of(byte[] bytes) {
        return new LogFile(null, new ByteArrayInputStream(bytes), 0);
    }

    /** The next line without its end, what is beyond 10,000 bytes cut off; null at the end. */
    byte @Nullable [] nextLine() throws IOException {
        if (!fill()) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        boolean ended = false;
        while (!ended && fill()) {
            int end = position;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, position, Math.min(end - position, MAX_LINE_BYTES - line.size()));
            ended = end < filled;
            position = end + 1;
        }
        lineNumber++;
        return withoutReturn(line.toByteArray());
    }

    /** The number of the line that was read last, from 1; 0 after the part that was left out: nobody counted it. */
    int lineNumber() {
        return inTail ? 0 : lineNumber;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean fill() throws IOException {
        if (position < filled) {
            return true;
        }
        position = 0;
        filled = headLeft == 0 ? -1 : in.read(buffer, 0, (int) Math.min(buffer.length, headLeft));
        if (filled > 0) {
            headLeft -= filled;
            return true;
        }
        return channel != null && headLeft == 0 && !inTail && enterTail(channel);
    }

    private boolean enterTail(SeekableByteChannel file) throws IOException {
        inTail = true;
        headLeft = Long.MAX_VALUE;
        file.position(tailStart);
        in = Channels.newInputStream(file);
        filled = in.read(buffer);
        while (position < filled && buffer[position] != '\n') {
            position++; // the rest of a line whose beginning was left out
        }
        return position < filled;
    }

    private static byte[] withoutReturn(byte[] line) {
        int length = line.length;
        return length > 0 && line[length - 1] == '\r' ? Arrays.copyOf(line, length - 1) : line;
    }
}

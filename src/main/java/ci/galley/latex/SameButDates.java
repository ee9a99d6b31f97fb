package ci.galley.latex;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what two runs of an engine made, byte for byte, but for where it writes down when it ran: the dates of a PDF's
 * information dictionary and the file identifier made from them (ISO 32000-1, 14.3.3 and 14.4), and XeTeX's comment at the
 * start of its XDV.
 */
final class SameButDates {
    private static final int BLOCK_BYTES = 1 << 16;

    /** No such place is longer. */
    private static final int MOST_BYTES_AROUND = 160;

    private static final Pattern DATED = Pattern.compile("/(?:CreationDate|ModDate)\\s?\\(D:[^()]{0,30}\\)"
            + "|/ID\\s?\\[\\s?<[0-9A-Fa-f]{0,64}>\\s?<[0-9A-Fa-f]{0,64}>\\s?\\]"
            + "|XeTeX output [0-9.:]{8,20}");

    private final SeekableByteChannel one;
    private final SeekableByteChannel other;

    private SameButDates(SeekableByteChannel one, SeekableByteChannel other) {
        this.one = one;
        this.other = other;
    }

    /** False also where one of them is no plain file. */
    static boolean compare(Path one, Path other) throws IOException {
        if (!PlainFiles.isPlain(one) || !PlainFiles.isPlain(other)) {
            return false;
        }
        Set<OpenOption> reading = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try (SeekableByteChannel first = Files.newByteChannel(one, reading);
                SeekableByteChannel second = Files.newByteChannel(other, reading)) {
            return new SameButDates(first, second).areSame();
        }
    }

    private boolean areSame() throws IOException {
        if (one.size() != other.size()) {
            return false;
        }
        ByteBuffer ours = ByteBuffer.allocate(BLOCK_BYTES);
        ByteBuffer theirs = ByteBuffer.allocate(BLOCK_BYTES);
        long position = 0;
        while (position < one.size()) {
            fill(ours, one, position);
            fill(theirs, other, position);
            int mismatch = ours.mismatch(theirs);
            if (mismatch < 0) {
                position += ours.remaining();
            } else {
                long end = endOfDate(position + mismatch);
                if (end < 0) {
                    return false;
                }
                position = end;
            }
        }
        return true;
    }

    /** Where the date ends that is at that position; -1 where there is none in both. */
    private long endOfDate(long position) throws IOException {
        long end = endOfDate(one, position);
        return end == endOfDate(other, position) ? end : -1;
    }

    private static long endOfDate(SeekableByteChannel channel, long position) throws IOException {
        long start = Math.max(0, position - MOST_BYTES_AROUND);
        ByteBuffer around = ByteBuffer.allocate(2 * MOST_BYTES_AROUND);
        fill(around, channel, start);
        Matcher dated = DATED.matcher(new String(around.array(), 0, around.limit(), StandardCharsets.ISO_8859_1));
        while (dated.find()) {
            if (start + dated.start() <= position && position < start + dated.end()) {
                return start + dated.end();
            }
        }
        return -1;
    }

    private static void fill(ByteBuffer buffer, SeekableByteChannel from, long position) throws IOException {
        buffer.clear();
        from.position(position);
        while (buffer.hasRemaining() && from.read(buffer) >= 0) {
            // until it is full, or the file ends
        }
        buffer.flip();
    }
}

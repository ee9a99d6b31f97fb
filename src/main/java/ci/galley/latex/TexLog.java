package ci.galley.latex;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** TeX's log. */
final class TexLog {
    /** As much as is kept of a build's own log: a document that runs away writes 30 MB of it a second. */
    static final int MOST_BYTES = 4 << 20;

    private static final int TAIL_BYTES = 16 << 10;

    /** {@code Output written on Document.pdf (12 pages, 48213 bytes).}, wrapped at 79 characters wherever that is. */
    private static final Pattern PAGES = Pattern.compile("\\((\\d+) pages?[,)]");

    private static final String WRITTEN = "Output written on ";

    private final Path file;

    TexLog(Path file) {
        this.file = file;
    }

    /** How many pages the document has, null where the log does not say so. */
    @Nullable
    Integer pages() throws IOException {
        String unwrapped = tail().replace("\r", "").replace("\n", "");
        int written = unwrapped.lastIndexOf(WRITTEN);
        Matcher pages = PAGES.matcher(unwrapped);
        return written >= 0 && pages.find(written) ? Integer.valueOf(pages.group(1)) : null;
    }

    /** Cuts a log that is too long to be kept, and says so in it. */
    void cut() throws IOException {
        if (PlainFiles.attributes(file).map(BasicFileAttributes::size).orElse(0L) <= MOST_BYTES) {
            return;
        }
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            channel.truncate(MOST_BYTES).position(MOST_BYTES);
            channel.write(
                    ByteBuffer.wrap(("\n[cut here by Galley: a log is kept up to " + (MOST_BYTES >> 20) + " MiB]\n")
                            .getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private String tail() throws IOException {
        return decode(PlainFiles.tail(file, TAIL_BYTES));
    }

    private static String decode(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

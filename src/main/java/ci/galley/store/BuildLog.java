package ci.galley.store;

import ci.galley.support.io.AtomicFiles;
import ci.galley.support.process.Transcript;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code .log} of one attempt: grows while it runs, cut at 4 MiB with a line that says so. Lines that begin with
 * {@code >>> } are commands, those with {@code --- } remarks of ours, all others what programs wrote, byte for byte. Safe
 * for use by several threads.
 */
public final class BuildLog implements Transcript, AutoCloseable {
    /** The most that a log holds, in bytes; GitLab Runner's default too. */
    static final int LIMIT = 4 << 20;

    /** What programs may not fill, so that our own last lines, which say how it ended, always fit. */
    static final int RESERVE = 64 << 10;

    private static final int LONGEST_LINE = 4 << 10;
    private static final Pattern LINE_BREAKS = Pattern.compile("[\\r\\n\\u0085\\u2028\\u2029]+");
    private static final Logger LOG = LoggerFactory.getLogger(BuildLog.class);

    private final Path path;

    /** Not a channel: an interrupt, which is how a build is cancelled, would close that. */
    private final FileOutputStream file;

    private final Runnable grew;
    private long written;
    private boolean atLineStart = true;
    private boolean cut;
    private boolean failed;
    private boolean closed;

    BuildLog(Path path, FileOutputStream file, Runnable grew) {
        this.path = path;
        this.file = file;
        this.grew = grew;
    }

    /**
     * Begins a log in place of the one that is there, which its readers keep.
     *
     * @param grew is called after each write; must return at once
     */
    static BuildLog begin(Path path, Runnable grew) throws IOException {
        Path temporary = AtomicFiles.temporaryBeside(path);
        FileOutputStream file = new FileOutputStream(temporary.toFile());
        try {
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            return new BuildLog(path, file, grew);
        } catch (IOException | RuntimeException e) {
            file.close();
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** Goes on with a log that another Galley began. */
    static BuildLog resume(Path path, Runnable grew) throws IOException {
        BuildLog log = new BuildLog(path, new FileOutputStream(path.toFile(), true), grew);
        log.written = Files.size(path);
        log.atLineStart = log.written == 0;
        return log;
    }

    @Override
    public void command(String shown) {
        writeLine(">>> " + shown);
    }

    @Override
    public void say(String sentence) {
        writeLine("--- " + sentence);
    }

    @Override
    public OutputStream output() {
        return new Output();
    }

    /** Closes the file; what is said afterwards is lost. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            file.close();
        } catch (IOException e) {
            failed(e);
        }
    }

    private synchronized void writeLine(String line) {
        byte[] bytes = LINE_BREAKS.matcher(line).replaceAll(" ").getBytes(StandardCharsets.UTF_8);
        int length = bytes.length <= LONGEST_LINE ? bytes.length : wholeCharacters(bytes, 0, LONGEST_LINE);
        int lineBreaks = atLineStart ? 1 : 2;
        if (written + length + lineBreaks > LIMIT) {
            return;
        }
        byte[] whole = new byte[length + lineBreaks];
        whole[0] = '\n';
        System.arraycopy(bytes, 0, whole, lineBreaks - 1, length);
        whole[whole.length - 1] = '\n';
        append(whole, 0, whole.length);
    }

    private synchronized void writeOutput(byte[] bytes, int offset, int length) {
        if (cut || length == 0) {
            return;
        }
        long room = LIMIT - RESERVE - written;
        if (length <= room) {
            append(bytes, offset, length);
            return;
        }
        cut = true;
        append(bytes, offset, wholeCharacters(bytes, offset, (int) Math.max(0, room)));
        writeLine("--- The output is cut here: a log holds 4 MiB. The build goes on.");
    }

    private void append(byte[] bytes, int offset, int length) {
        if (closed || length == 0) {
            return;
        }
        written += length;
        atLineStart = bytes[offset + length - 1] == '\n';
        try {
            file.write(bytes, offset, length);
            grew.run();
        } catch (IOException e) {
            failed(e);
        }
    }

    /** A log that cannot be written, as on a full disk, is no reason to stop the build. */
    private void failed(IOException e) {
        if (!failed) {
            failed = true;
            LOG.warn("{} cannot be written: {}; the build goes on", path, e.getMessage());
        }
    }

    /** The longest beginning of at most {@code limit} bytes that does not end within a UTF-8 sequence. */
    private static int wholeCharacters(byte[] bytes, int offset, int limit) {
        int end = limit;
        // bytes 10xxxxxx continue a character, of which there are at most three
        while (end > 0 && limit - end < 3 && (bytes[offset + end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int b) {
            writeOutput(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            writeOutput(bytes, offset, length);
        }
    }
}

package ci.galley.web;

import ci.galley.model.Build;
import ci.galley.store.BuildStore;
import ci.galley.support.http.EventWriter;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log of a build, attempt by attempt. An event's id is {@code <attempt>:<byte offset>:<run>}: where the text
 * ends, and which run of the attempt wrote it, since an attempt that was interrupted by a restart begins its log again.
 */
final class LogTail {
    private static final int PIECE = 32 << 10;
    private static final Pattern ID = Pattern.compile("(\\d{1,9}):(\\d{1,15})(?::(\\d{1,18}))?");
    private static final JsonFactory JSON = new JsonFactory();

    private final BuildStore store;
    private final Map<Events.Key, Build> begun;
    private final Events.Key key;
    private final @Nullable String lastEventId;

    /** Whose log is read; null before there is one. */
    private @Nullable Build run;

    /** Null where nothing can be read, or nothing more. */
    private @Nullable FileChannel file;

    private long offset;

    /**
     * @param begun the builds whose running attempt has begun its log
     */
    LogTail(BuildStore store, Map<Events.Key, Build> begun, Events.Key key, Optional<String> lastEventId) {
        this.store = store;
        this.begun = begun;
        this.key = key;
        this.lastEventId = lastEventId.orElse(null);
    }

    boolean isOf(Events.Key build) {
        return key.equals(build);
    }

    /** Whether it is the same attempt, not interrupted in between. */
    static boolean isSameRun(@Nullable Build one, Build other) {
        return one != null && one.attempt() == other.attempt() && Objects.equals(one.startedAt(), other.startedAt());
    }

    /** Writes what there is beyond what was written. */
    synchronized void write(EventWriter to) throws IOException {
        Build now = store.find(key.project(), key.commit()).orElse(null);
        if (now == null) {
            return;
        }
        if (!isSameRun(run, now) && hasLog(now)) {
            open(now);
        }
        FileChannel open = file;
        Build of = run;
        if (open != null && of != null) {
            // Asked before reading: what a finished build wrote is all there by then.
            boolean complete = now.state().isFinal() && isSameRun(now, of);
            copy(open, of, complete, to);
            if (complete) {
                close();
            }
        }
    }

    synchronized void close() {
        FileChannel open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It was only read.
            }
        }
    }

    private boolean hasLog(Build build) {
        return build.startedAt() != null && (build.state().isFinal() || isSameRun(begun.get(key), build));
    }

    private void open(Build now) throws IOException {
        Path path = store.log(now).orElse(null);
        if (path == null) {
            return;
        }
        FileChannel opened;
        try {
            opened = FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return;
        }
        // The next attempt changes the record before it takes the log's place: the same record, so the same log.
        if (!isSameRun(store.find(key.project(), key.commit()).orElse(null), now)) {
            opened.close();
            return;
        }
        close();
        offset = run == null ? resumed(now, opened.size()) : 0;
        file = opened;
        run = now;
    }

    /** How much of that log the reader has. */
    private long resumed(Build now, long size) {
        Matcher id = ID.matcher(lastEventId == null ? "" : lastEventId);
        if (!id.matches()
                || Long.parseLong(id.group(1)) != now.attempt()
                || (id.group(3) != null && Long.parseLong(id.group(3)) != runOf(now))) {
            return 0;
        }
        long known = Long.parseLong(id.group(2));
        return known <= size ? known : 0;
    }

    private static long runOf(Build build) {
        Instant started = build.startedAt();
        return started == null ? 0 : started.toEpochMilli();
    }

    private void copy(FileChannel from, Build of, boolean complete, EventWriter to) throws IOException {
        byte[] bytes = new byte[(int) Math.min(PIECE, Math.max(0, from.size() - offset))];
        while (bytes.length > 0) {
            int read = from.read(ByteBuffer.wrap(bytes), offset);
            int whole = complete && offset + read >= from.size() ? read : wholeCharacters(bytes, read);
            if (whole <= 0) {
                return;
            }
            String id = of.attempt() + ":" + (offset + whole) + ":" + runOf(of);
            byte[] data = event(of.attempt(), offset, new String(bytes, 0, whole, StandardCharsets.UTF_8));
            to.send(EventWriter.event("log", id, data));
            offset += whole;
        }
    }

    private static byte[] event(int attempt, long offset, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + text.length() / 8 + 64);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("attempt", attempt);
            json.writeNumberField("offset", offset);
            json.writeStringField("text", text);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** The longest beginning that does not end within a UTF-8 sequence (RFC 3629, section 3). */
    static int wholeCharacters(byte[] bytes, int length) {
        for (int i = length - 1; i >= Math.max(0, length - 3); i--) {
            int lead = bytes[i] & 0xFF;
            if (lead >= 0xC0) {
                int needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
                return length - i < needed ? i : length;
            }
            if (lead < 0x80) {
                return length;
            }
        }
        return length;
    }
}

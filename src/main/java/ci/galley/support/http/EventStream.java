package ci.galley.support.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reader's stream. It holds no thread: its exchange is left open, and whoever sends comes when it is due. */
final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private enum State {
        /** There is nothing to send. */
        IDLE,
        /** It will be sent to. */
        DUE,
        SENDING,
        /** And there was something new meanwhile. */
        SENDING_STALE,
        ENDED
    }

    private final EventStreams streams;
    private final HttpExchange exchange;
    private final Runnable task;
    private final EventSource source;
    private State state = State.IDLE;
    private long notBeforeNanos = System.nanoTime();
    private boolean commentIsDue = true;
    private boolean last;

    /**
     * @param task what the server gave to its executor to have the exchange made
     */
    EventStream(EventStreams streams, HttpExchange exchange, Runnable task, EventSource source) {
        this.streams = streams;
        this.exchange = exchange;
        this.task = task;
        this.source = source;
    }

    /** Sends the head of the answer, and has the first events sent. */
    void open() throws IOException {
        exchange.sendResponseHeaders(200, 0);
        source.open(this::wake);
        wake();
    }

    /** Has it sent to, soon. Waits for nobody. */
    synchronized void wake() {
        if (state == State.IDLE) {
            state = State.DUE;
            streams.sendIn(notBeforeNanos - System.nanoTime(), this);
        } else if (state == State.SENDING) {
            state = State.SENDING_STALE;
        }
    }

    synchronized void comment() {
        commentIsDue = true;
        wake();
    }

    /** Has it end in order, after what there is to say. */
    synchronized void end() {
        last = true;
        notBeforeNanos = System.nanoTime();
        wake();
    }

    /** Sends what there is. */
    void send(Progress progress) {
        boolean comment = begin();
        try {
            EventWriter writer = new EventWriter(exchange.getResponseBody(), progress);
            if (comment) {
                // The first one also takes the head of the answer along, which newer Javas hold back until then.
                writer.comment();
            }
            source.write(writer);
            writer.flush();
            settle();
        } catch (IOException e) {
            // The reader has gone, or took nothing for too long.
            abandon();
        } catch (RuntimeException | Error e) {
            LOG.error("a stream of events failed", e);
            finish();
        }
    }

    private synchronized boolean begin() {
        boolean comment = commentIsDue;
        commentIsDue = false;
        state = State.SENDING;
        notBeforeNanos = System.nanoTime() + streams.paceNanos();
        return comment;
    }

    private void settle() {
        synchronized (this) {
            boolean stale = state == State.SENDING_STALE;
            state = State.IDLE;
            if (!last) {
                if (stale) {
                    wake();
                }
                return;
            }
        }
        finish();
    }

    /**
     * Ends it where that cannot be in order. Java 17's server keeps such a connection in its books for good, unless it comes to
     * light while it makes an exchange: so it is to make the next one, and finds that the connection closes.
     */
    private void abandon() {
        finish();
        // No request is waited for: a channel closes under a thread that is interrupted (InterruptibleChannel).
        Thread.currentThread().interrupt();
        try {
            task.run();
        } finally {
            boolean unused = Thread.interrupted(); // the next stream has its own fate
        }
    }

    /** Ends it: in order, if the reader takes that. */
    void finish() {
        synchronized (this) {
            if (state == State.ENDED) {
                return;
            }
            state = State.ENDED;
        }
        exchange.close();
        streams.ended(this);
        source.close();
    }
}

package ci.galley.support.http;

import java.util.concurrent.locks.Condition;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread of {@link Workers}, whose lock guards all but its progress. */
final class Worker extends Thread {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final Condition called;
    private final Function<Worker, @Nullable Runnable> exchanges;
    private volatile @Nullable Progress progress;
    private @Nullable Runnable exchange;
    private boolean place;
    private long sinceNanos;

    /**
     * @param called signalled when it gets a place
     * @param exchanges waits for the next exchange; null ends the thread
     */
    Worker(int number, Condition called, Function<Worker, @Nullable Runnable> exchanges) {
        super("http-" + number);
        setDaemon(true);
        this.called = called;
        this.exchanges = exchanges;
    }

    @Override
    public void run() {
        for (Runnable next = exchanges.apply(this); next != null; next = exchanges.apply(this)) {
            run(next);
        }
    }

    private void run(Runnable next) {
        Progress current = new Progress(this);
        progress = current;
        exchange = next;
        try {
            next.run();
        } catch (Throwable e) {
            // The server's own code failed, before or after ours: the next exchange needs this thread all the same.
            LOG.error("an exchange failed", e);
        } finally {
            exchange = null;
            progress = null;
            current.end();
            // It may have been told to give way just as it ended.
            Thread.interrupted();
        }
    }

    /** How far its exchange is; null where it has none. */
    @Nullable
    Progress progress() {
        return progress;
    }

    /** What it runs, for itself to ask; null where it runs nothing. */
    @Nullable
    Runnable exchange() {
        return exchange;
    }

    Condition called() {
        return called;
    }

    boolean hasPlace() {
        return place;
    }

    void setPlace(boolean has) {
        place = has;
        sinceNanos = System.nanoTime();
    }

    /** Begins an exchange. */
    void begin() {
        sinceNanos = System.nanoTime();
    }

    /** When it began its exchange, or got or lost its place. */
    long sinceNanos() {
        return sinceNanos;
    }
}

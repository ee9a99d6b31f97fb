package ci.galley.support.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All streams of events. A few senders go from one stream that is due to the next; where all of them are held up by readers
 * that do not read, more come. Such readers are cut off by {@link Workers}.
 */
final class EventStreams {
    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

    /** An open connection costs 34 KiB of heap, of which the daemon has 64 MiB. */
    static final int MOST = 300;

    private static final int RETRY_SECONDS = 10;

    /** Half of the machine: what is told of goes on meanwhile. */
    private static final int SENDERS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    /**
     * What happens in quick succession is told at once: the change of a build that was queued is followed by those of its
     * start and of what git knows of the commit.
     */
    private static final Duration GATHERED = Duration.ofMillis(25);

    /** So long after a reader was told, it is told the next. */
    private static final Duration PACE = Duration.ofMillis(100);

    /** Where many read, for each of them: to tell all takes the processor from the build that they follow. */
    private static final Duration PACE_OF_EACH = Duration.ofMillis(1);

    private static final Duration COMMENTS = Duration.ofSeconds(15);
    private static final Duration SECOND_COMMENT = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private final Workers workers;
    private final ScheduledThreadPoolExecutor timer;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final Queue<EventStream> due = new ConcurrentLinkedQueue<>();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger senders = new AtomicInteger();
    private final AtomicBoolean seekingRoom = new AtomicBoolean();
    private final AtomicBoolean called = new AtomicBoolean();

    /** How many times a sender went to a stream. */
    private final AtomicLong visits = new AtomicLong();

    /** These two belong to the timer's thread. */
    private long visitsBefore;

    private boolean looking;
    private volatile boolean closed;

    EventStreams(Workers workers) {
        this.workers = workers;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "http-events");
            thread.setDaemon(true);
            return thread;
        });
        commentNowAndThen();
    }

    private void commentNowAndThen() {
        comment();
        later(COMMENTS.toNanos(), this::commentNowAndThen);
    }

    private void comment() {
        open.forEach(EventStream::comment);
    }

    /**
     * Makes room for one more.
     *
     * @throws HttpException 503 where there is none
     */
    void admit() {
        if (closed) {
            throw HttpException.tryAgain(RETRY_SECONDS, "The server stops: try again in a few seconds.");
        }
        if (admitted.incrementAndGet() > MOST) {
            admitted.decrementAndGet();
            seekRoom();
            throw HttpException.tryAgain(
                    RETRY_SECONDS, "Too many pages are open here to follow builds live: ask now and then instead.");
        }
    }

    /**
     * Finds out who has gone, so that there is room when the one who was refused comes again. It takes two comments: the
     * first makes the other end's system say that nobody is there, and the second fails.
     */
    private void seekRoom() {
        if (seekingRoom.compareAndSet(false, true)) {
            later(0, this::comment);
            later(SECOND_COMMENT.toNanos(), () -> {
                seekingRoom.set(false);
                comment();
            });
        }
    }

    /**
     * Opens a stream that was admitted; its exchange stays open when this returns.
     *
     * @throws IOException if the reader has gone already
     */
    void open(HttpExchange exchange, EventSource source) throws IOException {
        EventStream stream = new EventStream(this, exchange, workers.currentExchange(), source);
        open.add(stream);
        try {
            stream.open();
            if (closed) {
                stream.end();
            }
        } catch (IOException | RuntimeException e) {
            stream.finish();
            throw e;
        }
    }

    void ended(EventStream stream) {
        if (open.remove(stream)) {
            admitted.decrementAndGet();
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** How long a reader waits after it was told, at least; not so long that it would miss the last words. */
    long paceNanos() {
        long ofAll = Math.min(LAST_WORDS.toNanos() / 2, admitted.get() * PACE_OF_EACH.toNanos());
        return Math.max(PACE.toNanos(), ofAll);
    }

    /** Has a stream sent to after a delay; the calling thread goes on. */
    void sendIn(long nanos, EventStream stream) {
        if (nanos > 0) {
            later(nanos, () -> sendIn(0, stream));
            return;
        }
        due.add(stream);
        // Once for all streams that are told of the same: the one who tells has other things to do.
        if (called.compareAndSet(false, true)) {
            later(GATHERED.toNanos(), () -> {
                called.set(false);
                attend(SENDERS);
            });
        }
    }

    /** Ends all streams in order, as far as their readers take that. */
    void stop() throws InterruptedException {
        closed = true;
        open.forEach(EventStream::end);
        long end = System.nanoTime() + LAST_WORDS.toNanos();
        synchronized (this) {
            for (long left = LAST_WORDS.toMillis(); !open.isEmpty() && left > 0; left = millisUntil(end)) {
                wait(left);
            }
        }
        timer.shutdownNow();
    }

    private static long millisUntil(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime());
    }

    /** Adds a sender if there is something to send, and no more than so many are at it. On the timer's thread. */
    private void attend(int most) {
        if (due.isEmpty() || senders.get() >= most) {
            lookLater();
            return;
        }
        senders.incrementAndGet();
        try {
            workers.execute(this::send);
        } catch (RejectedExecutionException e) {
            senders.decrementAndGet();
        }
        lookLater();
    }

    private void lookLater() {
        if (!looking && !due.isEmpty()) {
            looking = true;
            visitsBefore = visits.get();
            later(LOOK.toNanos(), this::look);
        }
    }

    /** Where nobody got on since the last look, all senders wait for their readers: one more for each that is due. */
    private void look() {
        looking = false;
        int waiting = due.size();
        int most = visits.get() == visitsBefore ? senders.get() + waiting : SENDERS;
        for (int i = 0; i < waiting; i++) {
            attend(most);
        }
        lookLater();
    }

    /** Goes from one stream that is due to the next. On a worker. */
    private void send() {
        Progress progress = workers.current();
        try {
            progress.enter(Progress.Phase.WRITING);
            for (EventStream stream = due.poll(); stream != null; stream = due.poll()) {
                visits.incrementAndGet();
                stream.send(progress);
                progress.enter(Progress.Phase.WRITING);
            }
        } catch (IOException e) {
            // This thread was made to give way, which closed the stream that held it up.
        } finally {
            senders.decrementAndGet();
            if (!due.isEmpty()) {
                later(0, () -> attend(SENDERS));
            }
        }
    }

    private void later(long nanos, Runnable task) {
        try {
            Future<?> unused = timer.schedule(() -> run(task), Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // All is over.
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("the timer of event streams failed", e);
        }
    }
}

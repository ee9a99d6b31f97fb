package ci.galley.support.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs exchanges, a thread each, up to a limit. Slow clients cannot stop it: when every thread is taken, the exchange that
 * has waited longest for its client gives way to the newcomer. Never blocks the caller, who is the server's dispatcher:
 * beyond the limit exchanges wait, the newest first in turn, and beyond that they are rejected.
 */
final class Workers implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    static final int MOST_RUNNING = 200;
    private static final int MOST_WAITING = 1000;

    /** How long a client may make others wait. */
    private static final Duration PATIENCE_WHEN_FULL = Duration.ofMillis(400);

    /** How long a client may take none of its answer, even if nobody waits. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration IDLE_THREAD_LIFE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration LOOK_WHEN_FULL = Duration.ofMillis(50);

    private final Duration patience;
    private final Executor threads = Threads.perTask("http");
    private final Map<Thread, Progress> running = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition newcomer = lock.newCondition();
    private final Condition changed = lock.newCondition();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int alive;
    private int idle;
    private boolean closed;

    /**
     * @param patience how long a client may take none of its answer
     */
    Workers(Duration patience) {
        this.patience = patience;
        Thread watch = new Thread(this::watch, "http-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /** How far the exchange is that runs on the calling thread. */
    Progress current() {
        Progress progress = running.get(Thread.currentThread());
        if (progress == null) {
            throw new IllegalStateException("not called by an exchange");
        }
        return progress;
    }

    @Override
    public void execute(Runnable exchange) {
        lock.lock();
        try {
            if (closed || waiting.size() >= MOST_WAITING) {
                throw new RejectedExecutionException(closed ? "the server stops" : "too many exchanges");
            }
            if (idle > waiting.size()) {
                waiting.push(exchange);
                newcomer.signal();
            } else if (alive < MOST_RUNNING) {
                threads.execute(() -> work(exchange));
                alive++;
            } else {
                waiting.push(exchange);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more exchanges, and gives the running ones that time to end. */
    void drain(Duration most) throws InterruptedException {
        close();
        long left = most.toNanos();
        lock.lock();
        try {
            while (alive > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more exchanges. The running ones end with their connections. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            newcomer.signalAll();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work(Runnable first) {
        Runnable exchange = first;
        while (exchange != null) {
            run(exchange);
            exchange = next();
        }
    }

    private void run(Runnable exchange) {
        Progress progress = new Progress(Thread.currentThread());
        running.put(Thread.currentThread(), progress);
        try {
            exchange.run();
        } catch (Throwable e) {
            // The server's own code failed, before or after ours: the next exchange needs this thread all the same.
            LOG.error("an exchange failed", e);
        } finally {
            running.remove(Thread.currentThread());
            progress.end();
            // It may have been told to give way just as it ended.
            Thread.interrupted();
        }
    }

    /** The next exchange for this thread; null if none comes for a while. */
    private @Nullable Runnable next() {
        lock.lock();
        try {
            long left = IDLE_THREAD_LIFE.toNanos();
            idle++;
            while (waiting.isEmpty() && !closed && left > 0) {
                left = newcomer.awaitNanos(left);
            }
            idle--;
            Runnable next = waiting.poll();
            if (next == null) {
                alive--;
                changed.signalAll();
            }
            return next;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a thread that has nothing to do", e);
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        try {
            for (int newcomers = awaitNewcomers(); newcomers >= 0; newcomers = awaitNewcomers()) {
                cut(patience, Integer.MAX_VALUE, Progress::isWriting);
                cut(PATIENCE_WHEN_FULL, newcomers - givingWay(), progress -> true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many exchanges wait for a thread after a moment, or -1 when all is over. */
    private int awaitNewcomers() throws InterruptedException {
        lock.lock();
        try {
            boolean nobody = waiting.isEmpty();
            long left = (nobody ? LOOK : LOOK_WHEN_FULL).toNanos();
            while (!closed && left > 0 && waiting.isEmpty() == nobody) {
                left = changed.awaitNanos(left);
            }
            return closed ? -1 : Math.max(0, waiting.size() - idle);
        } finally {
            lock.unlock();
        }
    }

    private int givingWay() {
        return (int) running.values().stream().filter(Progress::isGivingWay).count();
    }

    /** Makes those give way that have waited for their client for longer than {@code limit}, longest first. */
    private void cut(Duration limit, int most, Predicate<Progress> which) {
        if (most <= 0) {
            return;
        }
        long now = System.nanoTime();
        running.values().stream()
                .filter(progress -> which.test(progress) && progress.waitedNanos(now) > limit.toNanos())
                .sorted(Comparator.comparingLong((Progress progress) -> progress.waitedNanos(now))
                        .reversed())
                .limit(most)
                .forEach(Progress::giveWay);
    }
}

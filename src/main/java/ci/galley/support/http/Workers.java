package ci.galley.support.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
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

    private static final long LOOK_MILLIS = 2000;
    private static final long LOOK_WHEN_FULL_MILLIS = 50;

    private final Duration patience;
    private final ExecutorService threads = Threads.elastic("http");
    private final Map<Thread, Progress> running = new ConcurrentHashMap<>();
    private final Object lock = new Object();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int taken;
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
        synchronized (lock) {
            if (closed || waiting.size() >= MOST_WAITING) {
                throw new RejectedExecutionException(closed ? "the server stops" : "too many exchanges");
            }
            if (taken < MOST_RUNNING) {
                threads.execute(() -> work(exchange));
                taken++;
            } else {
                waiting.push(exchange);
                lock.notifyAll();
            }
        }
    }

    /** Takes no more exchanges, and gives the running ones that time to end. */
    void drain(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        synchronized (lock) {
            closed = true;
            waiting.clear();
            lock.notifyAll();
            while (taken > 0 && System.nanoTime() - end < 0) {
                lock.wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            }
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            waiting.clear();
            lock.notifyAll();
        }
        threads.shutdownNow();
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

    private @Nullable Runnable next() {
        synchronized (lock) {
            Runnable next = waiting.poll();
            if (next == null) {
                taken--;
                lock.notifyAll();
            }
            return next;
        }
    }

    private void watch() {
        try {
            while (true) {
                int newcomers;
                synchronized (lock) {
                    if (closed) {
                        return;
                    }
                    lock.wait(waiting.isEmpty() ? LOOK_MILLIS : LOOK_WHEN_FULL_MILLIS);
                    newcomers = waiting.size();
                }
                cut(patience, Integer.MAX_VALUE, Progress::isWriting);
                cut(PATIENCE_WHEN_FULL, newcomers - givingWay(), progress -> true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int givingWay() {
        return (int) running.values().stream().filter(Progress::isGivingWay).count();
    }

    /** Makes those give way that have waited for their client for longer than {@code patience}, longest first. */
    private void cut(Duration patience, int most, Predicate<Progress> which) {
        if (most <= 0) {
            return;
        }
        long now = System.nanoTime();
        running.values().stream()
                .filter(progress -> which.test(progress) && progress.waitedNanos(now) > patience.toNanos())
                .sorted(Comparator.comparingLong((Progress progress) -> progress.waitedNanos(now))
                        .reversed())
                .limit(most)
                .forEach(Progress::giveWay);
    }
}

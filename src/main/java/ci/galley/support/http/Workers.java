package ci.galley.support.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs exchanges, a thread each. There is a place for as many as the machine has cores: more threads would only be in each
 * other's way. An exchange that is held up, by its client or the disk, loses its place, so that slow clients cannot stop
 * the others; when no more threads may be had, the one that has waited longest for its client gives way to the newcomer.
 * Never blocks the caller, who is the server's dispatcher: exchanges wait in turn, once all threads are held up the newest
 * first, and beyond a limit they are rejected.
 */
final class Workers implements Executor, AutoCloseable {
    static final int MOST_RUNNING = 200;
    private static final int MOST_WAITING = 1000;
    private static final int PLACES = Math.max(2, Runtime.getRuntime().availableProcessors());

    /** An exchange that takes longer is held up, unless the machine is very busy; a badge takes a thousandth of that. */
    private static final Duration HELD_UP = Duration.ofMillis(20);

    private static final Duration IDLE_THREAD_LIFE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration LOOK_WHEN_CROWDED = Duration.ofMillis(5);

    private final Patience patience;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition crowded = lock.newCondition();
    private final Condition left = lock.newCondition();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final Set<Worker> workers = new LinkedHashSet<>();

    /** The one that was busy last comes first, so that those which are not needed end. */
    private final Deque<Worker> idle = new ArrayDeque<>();

    private int placesTaken;
    private boolean watched;
    private int started;
    private boolean closed;

    /** How many times a thread came for its next exchange, by now and when the watch looked last. */
    private long turns;

    private long turnsBefore;

    /**
     * @param patience how long a client may take none of its answer
     */
    Workers(Duration patience) {
        this.patience = new Patience(patience);
        Thread watch = new Thread(this::watch, "http-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /** How far the exchange is that runs on the calling thread. */
    Progress current() {
        Progress progress = Thread.currentThread() instanceof Worker worker ? worker.progress() : null;
        if (progress == null) {
            throw new IllegalStateException("not called by an exchange");
        }
        return progress;
    }

    /** What runs on the calling thread, as it was given to {@link #execute}. */
    Runnable currentExchange() {
        Runnable exchange = Thread.currentThread() instanceof Worker worker ? worker.exchange() : null;
        if (exchange == null) {
            throw new IllegalStateException("not called by an exchange");
        }
        return exchange;
    }

    @Override
    public void execute(Runnable exchange) {
        lock.lock();
        try {
            if (closed || waiting.size() >= MOST_WAITING) {
                throw new RejectedExecutionException(closed ? "the server stops" : "too many exchanges");
            }
            if (placesTaken < PLACES && canCall()) {
                call();
            } else if (!watched) {
                watched = true;
                crowded.signal();
            }
            waiting.add(exchange);
        } finally {
            lock.unlock();
        }
    }

    private boolean canCall() {
        return !idle.isEmpty() || workers.size() < MOST_RUNNING;
    }

    /** Has one more thread take a place. */
    private void call() {
        Worker worker = idle.poll();
        if (worker == null) {
            worker = new Worker(++started, lock.newCondition(), this::next);
            worker.start();
            workers.add(worker);
        } else {
            worker.called().signal();
        }
        takePlace(worker);
    }

    private void takePlace(Worker worker) {
        worker.setPlace(true);
        placesTaken++;
    }

    private void leavePlace(Worker worker) {
        if (worker.hasPlace()) {
            worker.setPlace(false);
            placesTaken--;
        }
    }

    /** The next exchange for a thread; null if none comes for a while. */
    private @Nullable Runnable next(Worker worker) {
        lock.lock();
        try {
            turns++;
            if (!worker.hasPlace() && placesTaken < PLACES) {
                takePlace(worker);
            }
            while (!worker.hasPlace() || waiting.isEmpty()) {
                leavePlace(worker);
                if (!isCalledAgain(worker)) {
                    workers.remove(worker);
                    left.signalAll();
                    return null;
                }
            }
            worker.begin();
            return isFull() ? waiting.pollLast() : waiting.poll();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a thread that has nothing to do", e);
        } finally {
            lock.unlock();
        }
    }

    private boolean isCalledAgain(Worker worker) throws InterruptedException {
        idle.push(worker);
        long nanos = IDLE_THREAD_LIFE.toNanos();
        while (!worker.hasPlace() && !closed && nanos > 0) {
            nanos = worker.called().awaitNanos(nanos);
        }
        if (!worker.hasPlace()) {
            idle.remove(worker);
        }
        return worker.hasPlace();
    }

    private boolean isFull() {
        return idle.isEmpty() && workers.size() >= MOST_RUNNING;
    }

    /** Takes no more exchanges, and gives the running ones that time to end. */
    void drain(Duration most) throws InterruptedException {
        close();
        long nanos = most.toNanos();
        lock.lock();
        try {
            while (!workers.isEmpty() && nanos > 0) {
                nanos = left.awaitNanos(nanos);
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
            idle.forEach(worker -> worker.called().signal());
            crowded.signal();
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        try {
            for (int newcomers = awaitNewcomers(); newcomers >= 0; newcomers = awaitNewcomers()) {
                patience.cut(running(), newcomers);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many exchanges wait after a moment although no more threads may be had, or -1 when all is over. */
    private int awaitNewcomers() throws InterruptedException {
        lock.lock();
        try {
            boolean crowd = !waiting.isEmpty();
            long nanos = (crowd ? LOOK_WHEN_CROWDED : LOOK).toNanos();
            watched = crowd;
            // A crowd that is known is not told of again: to wake the watch would cost as much as an exchange does.
            while (!closed && nanos > 0 && watched == crowd) {
                nanos = crowded.awaitNanos(nanos);
            }
            passPlacesOn();
            return closed ? -1 : isFull() ? waiting.size() : 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives the places of those that are held up to others. Where nobody gets on, to as many more as there are threads, so
     * that hundreds of slow clients are overtaken within a few looks.
     */
    private void passPlacesOn() {
        long now = System.nanoTime();
        for (Worker worker : workers) {
            if (now - worker.sinceNanos() > HELD_UP.toNanos()) {
                leavePlace(worker);
            }
        }
        int most = placesTaken == 0 && turns == turnsBefore ? Math.max(PLACES, workers.size() - idle.size()) : PLACES;
        for (int i = 0; i < waiting.size() && placesTaken < most && canCall(); i++) {
            call();
        }
        turnsBefore = turns;
    }

    private List<Progress> running() {
        lock.lock();
        try {
            return workers.stream()
                    .map(Worker::progress)
                    .filter(Objects::nonNull)
                    .toList();
        } finally {
            lock.unlock();
        }
    }
}

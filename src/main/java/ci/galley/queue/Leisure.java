package ci.galley.queue;

import ci.galley.model.Build;
import ci.galley.model.ProjectName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done for a project after its last build, while no build of any project runs. A build that comes ends it, and it is
 * done afterwards. One at a time, on a thread that is there only while there is something to do.
 */
final class Leisure {
    /** Builds often come close together. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Leisure.class);

    private final Predicate<Build> task;
    private final Consumer<Build> again;
    private final Map<ProjectName, Build> waiting = new LinkedHashMap<>();
    private int builds;
    private boolean closed;
    private long quietSinceNanos = System.nanoTime();
    private @Nullable Thread thread;
    private @Nullable Build current;

    /**
     * @param task whether the build has to be made again; throws {@link CancellationException} when its thread is interrupted
     * @param again has a build made again
     */
    Leisure(Predicate<Build> task, Consumer<Build> again) {
        this.task = task;
        this.again = again;
    }

    /** How much there is to do, or being done. */
    synchronized int count() {
        return waiting.size() + (current == null ? 0 : 1);
    }

    /** A build has ended well. */
    synchronized void add(Build built) {
        if (!closed) {
            waiting.put(built.project(), built);
            if (thread == null) {
                thread = new Thread(this::work, "leisure");
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    /** A build begins: what is being done ends before this returns. */
    synchronized void interrupt() throws InterruptedException {
        builds++;
        try {
            awaitNoneDone();
        } catch (InterruptedException e) {
            resume();
            throw e;
        }
    }

    /** That build has ended. */
    synchronized void resume() {
        builds--;
        quietSinceNanos = System.nanoTime();
        notifyAll();
    }

    /**
     * Ends what is being done, and does no more.
     *
     * @param nanos how long to wait for its end, at most
     */
    synchronized void close(long nanos) throws InterruptedException {
        closed = true;
        waiting.clear();
        notifyAll();
        if (current != null && thread != null) {
            thread.interrupt();
        }
        long end = System.nanoTime() + nanos;
        for (long left = nanos; current != null && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private void awaitNoneDone() throws InterruptedException {
        while (current != null) {
            if (thread != null) {
                thread.interrupt();
            }
            wait();
        }
    }

    private void work() {
        for (Build build = next(); build != null; build = next()) {
            boolean interrupted = false;
            boolean wrong = false;
            try {
                wrong = task.test(build);
            } catch (CancellationException e) {
                interrupted = true;
            } catch (Throwable e) {
                LOG.error("{}: {} cannot be looked at afterwards", build.project(), build.commit(), e);
            }
            done(build, interrupted);
            if (wrong) {
                again.accept(build);
            }
        }
    }

    /** Waits until there is something to do and time for it; null where there is not, and the thread has to end. */
    private synchronized @Nullable Build next() {
        while (!waiting.isEmpty()) {
            long wait = QUIET.toNanos() - (System.nanoTime() - quietSinceNanos);
            if (builds == 0 && wait <= 0) {
                ProjectName first = waiting.keySet().iterator().next();
                current = waiting.remove(first);
                return current;
            }
            await(builds > 0 ? QUIET.toNanos() : wait);
        }
        thread = null;
        return null;
    }

    private void await(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        } catch (InterruptedException e) {
            // meant for what has just ended
        }
    }

    private synchronized void done(Build build, boolean interrupted) {
        if (interrupted && !closed) {
            waiting.putIfAbsent(build.project(), build);
        }
        current = null;
        Thread.interrupted();
        notifyAll();
    }
}

package ci.galley.queue;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of a project's queue, which is there only while there is something to do. */
final class Worker {
    private static final Duration IDLE = Duration.ofSeconds(1);

    /** How long to wait before writing again what could not be written. */
    private static final Duration RETRY = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final ProjectQueue queue;
    private final Workshop workshop;
    private final ThreadPoolExecutor executor;
    private volatile boolean running;

    Worker(ProjectQueue queue, Workshop workshop) {
        this.queue = queue;
        this.workshop = workshop;
        this.executor = new ThreadPoolExecutor(
                1, 1, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), this::thread);
        executor.allowCoreThreadTimeOut(true);
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "build-" + queue.project());
        thread.setDaemon(true);
        return thread;
    }

    /** Does something later, in the order in which it was given. What comes after the stop is on disk for the next start. */
    void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: stopped", queue.project());
        }
    }

    void remove(Runnable task) {
        executor.remove(task);
    }

    boolean isRunning() {
        return running;
    }

    /** Interrupts what runs and forgets what waits. */
    void stop() {
        executor.shutdownNow();
    }

    boolean awaitStopped(long nanos) throws InterruptedException {
        return executor.awaitTermination(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    void build(Job job) {
        AtomicBoolean settled = new AtomicBoolean();
        if (!withSlot(() -> settled.set(run(job)))) {
            return;
        }
        while (!settled.get() && waited()) {
            settled.set(queue.settle(job));
        }
        queue.follow().followLast();
    }

    /** Does something when its turn among all projects has come; false if the daemon stops first. */
    boolean withSlot(Runnable task) {
        try {
            workshop.slots().acquire();
        } catch (InterruptedException e) {
            return false;
        }
        try {
            workshop.leisure().interrupt();
            try {
                task.run();
                return true;
            } finally {
                workshop.leisure().resume();
            }
        } catch (InterruptedException e) {
            return false;
        } finally {
            workshop.slots().release();
        }
    }

    private boolean run(Job job) {
        Build build = queue.begin(job).orElse(null);
        if (build == null) {
            return true;
        }
        running = true;
        try {
            attempt(job, build);
            boolean settled = queue.settle(job);
            workshop.store()
                    .find(build.project(), build.commit())
                    .filter(ended -> ended.state() == BuildState.SUCCESS)
                    .ifPresent(workshop.leisure()::add);
            return settled;
        } finally {
            // Only now, so that whoever sees that none runs sees, too, what is left to be done at leisure.
            running = false;
        }
    }

    private void attempt(Job job, Build build) {
        try {
            workshop.runner().accept(build);
        } catch (Throwable e) {
            explain(job, build, e);
        } finally {
            queue.end(job);
        }
    }

    private void explain(Job job, Build build, Throwable thrown) {
        boolean asked = job.isCancelled() || workshop.isClosing();
        if (!asked || !(thrown instanceof CancellationException)) {
            LOG.error("{}: {} ended unexpectedly", build.project(), build.commit(), thrown);
        }
    }

    /** Waits a while, such as for room on the disk; false if the daemon stops. */
    private boolean waited() {
        try {
            return !workshop.closing().await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}

package ci.galley.queue;

import ci.galley.model.CommitHash;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An attempt on its way through the queue. Changed with the lock of its project's queue held. */
final class Job implements Runnable {
    /** How far it has come. */
    enum Phase {
        WAITING,
        RUNNING,
        /** The runner is out; what came of it is being written. */
        ENDING
    }

    private final CommitHash commit;
    private final Consumer<Job> work;
    private volatile Phase phase = Phase.WAITING;
    private @Nullable Thread thread;
    private long beganNanos;
    private Duration took = Duration.ZERO;
    private volatile boolean cancelled;

    Job(CommitHash commit, Consumer<Job> work) {
        this.commit = commit;
        this.work = work;
    }

    @Override
    public void run() {
        work.accept(this);
    }

    CommitHash commit() {
        return commit;
    }

    Phase phase() {
        return phase;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** How long its runner was at it. */
    Duration took() {
        return took;
    }

    void begin() {
        phase = Phase.RUNNING;
        thread = Thread.currentThread();
        beganNanos = System.nanoTime();
    }

    /** From here on no interrupt comes; one that came is taken back, so that it does not meet the next build. */
    void end() {
        phase = Phase.ENDING;
        thread = null;
        took = Duration.ofNanos(System.nanoTime() - beganNanos);
        Thread.interrupted();
    }

    void cancel() {
        cancelled = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}

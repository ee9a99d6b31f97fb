package ci.galley.store;

import ci.galley.model.Build;
import ci.galley.model.BuildListener;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of changes in their order, one at a time. Of each project there is one; all have the same listeners. */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<BuildListener> listeners;
    private final Queue<Build> untold = new ConcurrentLinkedQueue<>();
    private final ReentrantLock telling = new ReentrantLock();

    Listeners(CopyOnWriteArrayList<BuildListener> listeners) {
        this.listeners = listeners;
    }

    /** Takes note of a change; the caller sees to the order. */
    void add(Build changed) {
        untold.add(changed);
    }

    /**
     * Tells what has not been told. Waits for nobody: where another thread is at it, or this one further up because a
     * listener made a change of its own, that one tells this change, too.
     */
    void tell() {
        while (!untold.isEmpty() && !telling.isHeldByCurrentThread() && telling.tryLock()) {
            try {
                Build changed = untold.poll();
                while (changed != null) {
                    tell(changed);
                    changed = untold.poll();
                }
            } finally {
                telling.unlock();
            }
        }
    }

    /** Tells of a log; in no order with the changes. */
    void logGrew(Build running) {
        each(running, listener -> listener.logGrew(running));
    }

    private void tell(Build changed) {
        each(changed, listener -> listener.buildChanged(changed));
    }

    private void each(Build build, Consumer<BuildListener> call) {
        for (BuildListener listener : listeners) {
            try {
                call.accept(listener);
            } catch (RuntimeException | LinkageError e) {
                LOG.error("{}: a listener failed at {}", build.project(), build.commit(), e);
            }
        }
    }
}

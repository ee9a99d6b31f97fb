package ci.galley.support.http;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads as the running Java has them. */
final class Threads {
    /**
     * From here on a virtual thread that blocks inside {@code synchronized}, as the HTTP server's streams do, no longer
     * blocks its carrier (JEP 491).
     */
    private static final int FIRST_VERSION_WITHOUT_PINNING = 24;

    private Threads() {}

    /** A new thread for each task: a virtual one where they are there and of use. */
    static Executor perTask(String name) {
        if (Runtime.version().feature() >= FIRST_VERSION_WITHOUT_PINNING) {
            try {
                return (Executor) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
            } catch (ReflectiveOperationException e) {
                // This Java has none: ordinary threads do.
            }
        }
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            thread.start();
        };
    }
}

package ci.galley.support.http;

import java.util.concurrent.ExecutorService;
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

    /** As many threads as there are tasks: virtual ones where they are there and of use. */
    static ExecutorService elastic(String name) {
        if (Runtime.version().feature() >= FIRST_VERSION_WITHOUT_PINNING) {
            try {
                return (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
            } catch (ReflectiveOperationException e) {
                // This Java has none: ordinary threads do.
            }
        }
        AtomicInteger count = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}

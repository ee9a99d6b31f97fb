package ci.galley.queue;

import ci.galley.model.Build;
import ci.galley.model.Projects;
import ci.galley.store.BuildStore;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * What the queues of all projects share.
 *
 * @param leisure what is done while no build runs
 * @param slots one for each build that may run at a time
 * @param closing reaches zero when the daemon stops
 */
record Workshop(
        BuildStore store,
        Projects projects,
        Consumer<Build> runner,
        Consumer<Build> follower,
        Leisure leisure,
        Semaphore slots,
        Clock clock,
        CountDownLatch closing) {
    boolean isClosing() {
        return closing.getCount() == 0;
    }
}

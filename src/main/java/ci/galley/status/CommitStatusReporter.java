package ci.galley.status;

import ci.galley.model.Build;
import ci.galley.model.BuildListener;
import ci.galley.model.Projects;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows at GitHub what became of each commit. One thread sends, in its own time; builds wait for nothing. What GitHub has
 * accepted is noted with the build, so that the next start knows what it has not been told.
 */
public final class CommitStatusReporter implements BuildListener, AutoCloseable {
    /** How long a state is news. */
    static final Duration NEWS = Duration.ofDays(1);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final Outbox outbox = new Outbox();
    private final Ticks ticks;
    private final GitHubClient client;
    private final Courier courier;
    private final Semaphore wake = new Semaphore(0);
    private @Nullable Thread worker;
    private volatile boolean closed;

    /**
     * Sends nothing and starts no thread before there is something to tell.
     *
     * @param reported notes what GitHub was told; called on the sending thread
     */
    public CommitStatusReporter(GitHubSettings settings, Projects projects, Reported reported, Clock clock) {
        this(settings, projects, reported, Ticks.of(clock));
    }

    CommitStatusReporter(GitHubSettings settings, Projects projects, Reported reported, Ticks ticks) {
        this.ticks = ticks;
        this.client = new GitHubClient(settings);
        this.courier = new Courier(outbox, client, projects, reported, ticks);
    }

    @Override
    public void buildChanged(Build build) {
        offer(build, NEWS);
    }

    /**
     * Tells what GitHub was not told before the daemon stopped, oldest first. What ended more than a day ago is no news:
     * a first start with {@code TOKEN} does not report the past.
     *
     * @param builds all that there are
     */
    public void resume(List<Build> builds) {
        builds.stream()
                .sorted(Comparator.comparing(CommitStatusReporter::arose))
                .forEach(build -> {
                    Duration left = NEWS.minus(age(build));
                    if (left.compareTo(Duration.ZERO) > 0) {
                        offer(build, left);
                    }
                });
    }

    private static Instant arose(Build build) {
        return build.finishedAt() == null ? build.queuedAt() : build.finishedAt();
    }

    /** Of a state that still lasts, none; of one from the future, none either, since the clock may have been wrong. */
    private Duration age(Build build) {
        Duration age = Duration.between(arose(build), ticks.clock().instant());
        return build.state().isFinal() && !age.isNegative() ? age : Duration.ZERO;
    }

    private void offer(Build build, Duration left) {
        if (!closed && outbox.offer(build, ticks.nanos() + left.toNanos())) {
            startWorker();
            wake.release();
        }
    }

    private synchronized void startWorker() {
        if (closed || (worker != null && worker.isAlive())) {
            return;
        }
        worker = new Thread(this::work, "commit-statuses");
        worker.setDaemon(true);
        worker.start();
    }

    private void work() {
        try {
            while (!closed) {
                wake.drainPermits();
                Optional<Duration> rest = courier.step();
                // woken early by news, or late: the next step finds out itself what is due
                wake.tryAcquire(rest.orElse(NEWS).toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            // close() asks to stop; there is nobody above to tell
            Thread.currentThread().interrupt();
        }
    }

    /** Stops within a second. What is untold is told at the next start. */
    @Override
    public void close() {
        closed = true;
        Thread running;
        synchronized (this) {
            running = worker;
        }
        if (running != null) {
            running.interrupt();
            try {
                running.join(CLOSE_LIMIT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        client.close();
    }
}

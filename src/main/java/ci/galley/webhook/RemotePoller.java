package ci.galley.webhook;

import ci.galley.model.Build;
import ci.galley.model.CommitHash;
import ci.galley.model.Project;
import ci.galley.model.ProjectName;
import ci.galley.model.Projects;
import ci.galley.model.Push;
import ci.galley.model.Trigger;
import ci.galley.queue.QueueFullException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the remotes now and then what the tracked branches' heads are, and hands on what no webhook brought. */
public final class RemotePoller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemotePoller.class);

    private final Projects projects;
    private final PushReceiver receiver;
    private final Function<ProjectName, Optional<Build>> last;
    private final Map<ProjectName, CommitHash> seen = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "remote-poller");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param last the last build of a project
     */
    public RemotePoller(Projects projects, PushReceiver receiver, Function<ProjectName, Optional<Build>> last) {
        this.projects = projects;
        this.receiver = receiver;
        this.last = last;
    }

    /** Looks now, and again each {@code interval} after a look has ended. */
    public void start(Duration interval) {
        Future<?> unused = timer.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void look() {
        for (Project project : projects.list()) {
            try {
                look(project);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | QueueFullException | RuntimeException e) {
                // The next look finds it again.
                LOG.warn("{} could not be polled: {}", project.name(), e.getMessage());
            }
        }
    }

    private void look(Project project) throws IOException, QueueFullException, InterruptedException {
        if (project.problem() != null || project.branch() == null) {
            return;
        }
        Optional<CommitHash> head = projects.newestRemoteCommit(project.name());
        if (head.isEmpty() || head.get().equals(seen.get(project.name()))) {
            return;
        }
        CommitHash before = last.apply(project.name()).map(Build::commit).orElse(null);
        if (!head.get().equals(before)) {
            receiver.push(new Push(project.name(), head.get(), project.branch(), before, null, Trigger.POLL), true);
        }
        seen.put(project.name(), head.get());
    }
}

package ci.galley.queue;

import ci.galley.model.Build;
import ci.galley.model.ProjectName;
import ci.galley.store.BuildStore;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the user's folder moved to a commit that is the branch's head again, which needs no new build. What is to be done
 * stands in the last build's record ({@link Build.History#follow}).
 */
final class Follow {
    private static final Logger LOG = LoggerFactory.getLogger(Follow.class);

    private final ProjectName project;
    private final Workshop workshop;
    private final BuildStore store;
    private final Worker worker;
    private boolean queued;

    Follow(ProjectName project, Workshop workshop, Worker worker) {
        this.project = project;
        this.workshop = workshop;
        this.store = workshop.store();
        this.worker = worker;
    }

    /** Puts it in the queue, if there is something to do. */
    synchronized void followLast() {
        if (!queued && !workshop.isClosing() && lastToFollow().isPresent()) {
            queued = true;
            worker.execute(() -> worker.withSlot(this::run));
        }
    }

    private void run() {
        Build build = begin().orElse(null);
        if (build == null) {
            return;
        }
        try {
            workshop.follower().accept(build);
        } catch (Throwable e) {
            if (workshop.isClosing()) {
                return;
            }
            LOG.error("{}: the folder could not be moved to {}", project, build.commit(), e);
        }
        end(build);
    }

    private synchronized Optional<Build> begin() {
        queued = false;
        return workshop.isClosing() ? Optional.empty() : lastToFollow();
    }

    private synchronized void end(Build build) {
        // asked for again meanwhile: what is queued needs the mark
        if (queued || store.find(project, build.commit()).isEmpty()) {
            return;
        }
        try {
            store.update(
                    project, build.commit(), last -> last.with(last.history().follow(false)));
        } catch (IOException e) {
            LOG.warn("{}: the folder is at {}, but that cannot be written: {}", project, build.commit(), e.toString());
        }
    }

    private Optional<Build> lastToFollow() {
        return store.last(project).filter(last -> last.history().follow());
    }
}

package ci.galley.queue;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an attempt ends that its runner did not bring to an end. */
final class Ending {
    /** At how many starts in a row an attempt is found running before it is given up. */
    static final int MAX_INTERRUPTIONS = 3;

    private Ending() {}

    static Build cancelledWhileWaiting(Build build, Instant now) {
        return end(build, BuildState.CANCELLED, "Cancelled before it began.", now, null);
    }

    /**
     * After the runner is out.
     *
     * @param cancelled whether a person asked for that
     * @param closing whether the daemon stops
     */
    static Build of(Build build, boolean cancelled, boolean closing, Instant now, Duration took) {
        if (build.state().isFinal()) {
            return build;
        }
        if (cancelled) {
            return end(build, BuildState.CANCELLED, "Cancelled while it ran.", now, took);
        }
        if (closing) {
            return build.requeued(0);
        }
        String reason = "Galley itself failed at this commit; its own log says more. Build it again.";
        return end(build, BuildState.ERROR, reason, now, took);
    }

    /** An attempt that was running when the daemon was killed: once more, but not for ever. */
    static Build interrupted(Build build, Instant now) {
        int times = build.history().interruptions() + 1;
        if (times < MAX_INTERRUPTIONS) {
            return build.requeued(times);
        }
        String reason =
                "This build was running at " + MAX_INTERRUPTIONS + " starts of Galley in a row, each after it had"
                        + " been killed, so it is not tried again by itself. If this machine ran out of memory or power, build it"
                        + " again.";
        return end(build, BuildState.ERROR, reason, now, null);
    }

    private static Build end(Build build, BuildState state, String reason, Instant now, @Nullable Duration took) {
        return build.finished(state, new Result(now, build.startedAt() == null ? null : took, reason, List.of(), null));
    }
}

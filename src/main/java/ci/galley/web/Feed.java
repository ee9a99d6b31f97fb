package ci.galley.web;

import ci.galley.model.Build;
import ci.galley.support.http.EventSource;
import ci.galley.support.http.EventWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one reader has still to be told: of each build that changed the newest record, then the rest of a log. */
final class Feed implements EventSource {
    private final Events events;
    private final Supplier<List<Build>> present;
    private final Predicate<Build> concerns;
    private final @Nullable LogTail log;
    private final Map<Events.Key, Build> untold = new LinkedHashMap<>();
    private volatile Runnable wake = () -> {};

    /**
     * @param present what it is told at the beginning
     * @param concerns which builds this reader is told of
     * @param log the log that it follows, null for none
     */
    Feed(Events events, Supplier<List<Build>> present, Predicate<Build> concerns, @Nullable LogTail log) {
        this.events = events;
        this.present = present;
        this.concerns = concerns;
        this.log = log;
    }

    @Override
    public void open(Runnable wakeUp) {
        wake = wakeUp;
        // First, so that no change falls between what there is and what changes.
        events.add(this);
        for (Build build : present.get()) {
            synchronized (untold) {
                // A change that came in meanwhile is newer.
                untold.putIfAbsent(Events.Key.of(build), build);
            }
        }
    }

    void changed(Build build) {
        if (concerns.test(build)) {
            synchronized (untold) {
                untold.put(Events.Key.of(build), build);
            }
            wake.run();
        }
    }

    void logGrew(Events.Key build) {
        if (log != null && log.isOf(build)) {
            wake.run();
        }
    }

    @Override
    public void write(EventWriter to) throws IOException {
        List<Build> builds;
        synchronized (untold) {
            builds = new ArrayList<>(untold.values());
            untold.clear();
        }
        for (Build build : builds) {
            to.send(events.event(build));
        }
        if (log != null) {
            log.write(to);
        }
    }

    @Override
    public void close() {
        events.remove(this);
        if (log != null) {
            log.close();
        }
    }
}

package ci.galley.status;

import ci.galley.model.Build;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What GitHub is still to be told: for each commit its newest state. Safe for use by several threads. It forgets what is
 * not sent when the daemon stops: the records say it at the next start.
 */
final class Outbox {
    private static final int MOST_REMEMBERED = 1000;

    private final Map<Letter.Key, Letter> waiting = new LinkedHashMap<>();
    private @Nullable Letter onTheWay;

    /** The rank of what was told, refused or given up, since a build's record may not say so (yet). */
    private final Map<Letter.Key, Long> settled = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Letter.Key, Long> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /**
     * Takes a build's state, unless GitHub knows it.
     *
     * @return whether there is something new to send
     */
    synchronized boolean offer(Build build, long giveUpAt) {
        Letter.Key key = Letter.keyOf(build);
        long rank = Letter.rankOf(build);
        if (isKnown(build) || rank <= settled.getOrDefault(key, 0L) || isOnTheWay(key, rank)) {
            return false;
        }
        Letter old = waiting.get(key);
        if (old != null && old.rank() >= rank) {
            if (old.rank() == rank) {
                waiting.put(key, old.refreshed(build));
            }
            return false;
        }
        waiting.put(key, Letter.of(build, giveUpAt));
        return true;
    }

    private static boolean isKnown(Build build) {
        return build.reported() != null && GitHubState.of(build.reported()) == GitHubState.of(build.state());
    }

    private boolean isOnTheWay(Letter.Key key, long rank) {
        return onTheWay != null && onTheWay.key().equals(key) && rank <= onTheWay.rank();
    }

    /**
     * Takes out the first letter that may be sent now. It is on the way until it is {@linkplain #settle settled} or
     * {@linkplain #putBack put back}.
     *
     * @param earliest when a letter may be sent
     */
    synchronized Optional<Letter> take(long now, ToLongFunction<Letter> earliest) {
        Optional<Letter> first = waiting.values().stream()
                .filter(letter -> earliest.applyAsLong(letter) <= now)
                .findFirst();
        first.ifPresent(letter -> {
            waiting.remove(letter.key());
            onTheWay = letter;
        });
        return first;
    }

    /** Nothing more is to be done about that state. */
    synchronized void settle(Letter letter) {
        onTheWay = null;
        settled.remove(letter.key());
        settled.put(letter.key(), letter.rank());
    }

    /** It is to be tried again, behind the others, unless there is news of the commit by now. */
    synchronized void putBack(Letter letter) {
        onTheWay = null;
        waiting.putIfAbsent(letter.key(), letter);
    }

    /** Takes out what is no news any more. */
    synchronized List<Letter> expired(long now) {
        List<Letter> old = new ArrayList<>();
        waiting.values().removeIf(letter -> letter.giveUpAt() <= now && old.add(letter));
        return old;
    }

    /** When the next letter may be sent or is to be given up; nothing where none waits. */
    synchronized OptionalLong nextDue(ToLongFunction<Letter> earliest) {
        return waiting.values().stream()
                .mapToLong(letter -> Math.min(earliest.applyAsLong(letter), letter.giveUpAt()))
                .min();
    }
}

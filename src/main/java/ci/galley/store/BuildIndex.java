package ci.galley.store;

import ci.galley.model.Artifact;
import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import ci.galley.model.CommitInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The builds of one project in memory, as they are on disk. Answers at once, also while a change is being written. Safe
 * for use by several threads.
 */
final class BuildIndex {
    /** Whose PDF is newer, and which build is the last one: see {@link Build.History#place}. */
    static final Comparator<Build> HEAD_ORDER = BuildIndex::compareHeads;

    /** The list's order. Sequences are unique, unless a person has put two output folders together. */
    private record Key(long sequence, String commit) implements Comparable<Key> {
        static Key of(Build build) {
            return new Key(build.sequence(), build.commit().value());
        }

        @Override
        public int compareTo(Key other) {
            int bySequence = Long.compare(sequence, other.sequence);
            return bySequence != 0 ? bySequence : commit.compareTo(other.commit);
        }
    }

    private final Map<CommitHash, Build> byCommit = new HashMap<>();
    private final NavigableMap<Key, Build> bySequence = new TreeMap<>();
    private @Nullable Build last;

    /** Looked for when it is asked for, which each download does. */
    private Optional<Build> newestPdf = Optional.empty();

    private boolean newestPdfIsKnown;

    synchronized Optional<Build> find(CommitHash commit) {
        return Optional.ofNullable(byCommit.get(commit));
    }

    synchronized Optional<Build> last() {
        return Optional.ofNullable(last);
    }

    synchronized void put(Build build) {
        newestPdfIsKnown = false;
        Build old = byCommit.put(build.commit(), build);
        if (old != null) {
            bySequence.remove(Key.of(old));
        }
        bySequence.put(Key.of(build), build);
        if (isHead(build) && (last == null || HEAD_ORDER.compare(build, last) >= 0)) {
            last = build;
        } else if (last != null && last.commit().equals(build.commit())) {
            last = newestHead();
        }
    }

    synchronized void remove(CommitHash commit) {
        newestPdfIsKnown = false;
        Build old = byCommit.remove(commit);
        if (old != null) {
            bySequence.remove(Key.of(old));
            last = newestHead();
        }
    }

    /** Newest first. */
    synchronized List<Build> list(BuildQuery query) {
        Long before = query.before();
        NavigableMap<Key, Build> older = before == null ? bySequence : bySequence.headMap(new Key(before, ""), false);
        List<Build> found = new ArrayList<>();
        for (Build build : older.descendingMap().values()) {
            if (query.matches(build)) {
                found.add(build);
                if (found.size() == query.limit()) {
                    break;
                }
            }
        }
        return found;
    }

    /** Newest first. */
    synchronized List<Build> all() {
        return new ArrayList<>(bySequence.descendingMap().values());
    }

    /** The build that has the newest PDF of the tracked branch, in its own folder. */
    synchronized Optional<Build> newestPdf() {
        if (!newestPdfIsKnown) {
            newestPdf = byCommit.values().stream()
                    .filter(build -> isHead(build) && pdf(build).isPresent())
                    .max(HEAD_ORDER);
            newestPdfIsKnown = true;
        }
        return newestPdf;
    }

    synchronized long highestSequence() {
        return bySequence.isEmpty() ? 0 : bySequence.lastKey().sequence();
    }

    synchronized long highestPlace() {
        return last == null ? 0 : last.history().place();
    }

    /** The PDF of a success. */
    static Optional<Artifact> pdf(Build build) {
        return build.state() != BuildState.SUCCESS
                ? Optional.empty()
                : build.artifacts().stream()
                        .filter(artifact -> artifact.name().equals("pdf"))
                        .findFirst();
    }

    private @Nullable Build newestHead() {
        return byCommit.values().stream()
                .filter(BuildIndex::isHead)
                .max(HEAD_ORDER)
                .orElse(null);
    }

    private static boolean isHead(Build build) {
        return build.history().place() > 0;
    }

    // Written out: for a comparator that is put together, Java makes classes at its first use, for which the first list
    // would wait.
    private static int compareHeads(Build one, Build other) {
        int places = Long.compare(one.history().place(), other.history().place());
        if (places != 0) {
            return places;
        }
        int times = committedAt(one).compareTo(committedAt(other));
        return times != 0 ? times : Long.compare(one.sequence(), other.sequence());
    }

    private static Instant committedAt(Build build) {
        CommitInfo info = build.info();
        return info == null ? Instant.MIN : info.committedAt();
    }
}

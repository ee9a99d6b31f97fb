package ci.galley.store;

import ci.galley.model.Build;
import ci.galley.model.CommitHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which builds are not kept. */
final class Retention {
    /** How many records of commits that the remote does not have a project keeps: anyone can ask for such a build. */
    private static final int UNKNOWN_COMMITS = 10;

    private Retention() {}

    /**
     * The builds beyond the {@code keep} newest.
     *
     * @param newestFirst all builds of a project
     * @param kept commits that are kept whatever their age
     */
    static List<Build> beyond(List<Build> newestFirst, int keep, Set<CommitHash> kept) {
        List<Build> known = newestFirst.stream()
                .filter(build -> !build.history().unknownCommit())
                .toList();
        List<Build> removed = new ArrayList<>(unknownBeyond(newestFirst, null));
        for (Build build : known.subList(Math.min(keep, known.size()), known.size())) {
            if (build.state().isFinal() && !kept.contains(build.commit())) {
                removed.add(build);
            }
        }
        return removed;
    }

    /**
     * The builds of commits that the remote does not have, beyond the newest of them.
     *
     * @param newest one that counts as the newest, though it may have been built before
     */
    static List<Build> unknownBeyond(List<Build> newestFirst, @Nullable Build newest) {
        return newestFirst.stream()
                .filter(build ->
                        build.history().unknownCommit() && build.state().isFinal())
                .sorted(Comparator.comparing(
                        build -> newest == null || !build.commit().equals(newest.commit())))
                .skip(UNKNOWN_COMMITS)
                .toList();
    }
}

package ci.galley.queue;

import ci.galley.model.Build;
import ci.galley.model.CommitHash;
import ci.galley.model.ProjectName;
import ci.galley.model.Projects;
import ci.galley.model.Push;
import ci.galley.store.BuildStore;
import java.time.Instant;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a push to the tracked branch means for the last build. Deliveries come late, twice and out of order (GitHub promises
 * none), so a push may be older than the one that came before it.
 */
final class LastBuild {
    private final ProjectName project;
    private final BuildStore store;
    private final Projects projects;

    LastBuild(ProjectName project, BuildStore store, Projects projects) {
        this.project = project;
        this.store = store;
        this.projects = projects;
    }

    /**
     * Whether the pushed commit becomes the last build.
     *
     * @param last the last build now, null where there is none
     * @param isAncestor whether the first commit comes before the second, as far as is known
     */
    static boolean moves(Push push, @Nullable Build last, BiPredicate<CommitHash, CommitHash> isAncestor) {
        if (last == null) {
            return true;
        }
        if (last.commit().equals(push.commit())) {
            return !last.history().pushed();
        }
        if (isEarlier(push.pushedAt(), last.history().pushedAt())) {
            return false;
        }
        // one that came from the last build comes after it, also where it brings an ancestor back
        if (last.commit().equals(push.before())) {
            return true;
        }
        return !push.commit().equals(last.history().before()) && !isAncestor.test(push.commit(), last.commit());
    }

    /** The history of a commit that is new. */
    Build.History historyOf(Push push) {
        long place = place(Build.History.NONE, moves(push));
        return Build.History.NONE.pushed(push.before(), push.pushedAt(), place);
    }

    /** What the record of a known commit says after the push. */
    UnaryOperator<Build> noteOf(Push push, Build known) {
        boolean moves = moves(push);
        boolean newer =
                moves || !known.history().pushed() || isEarlier(known.history().pushedAt(), push.pushedAt());
        long place = place(known.history(), moves);
        return build -> {
            Build.History history = newer
                    ? build.history().pushed(push.before(), push.pushedAt(), place)
                    : build.history().placed(place);
            // a folder that a build in between has moved away must come back, so one that waits is followed, too
            Build noted = build.with(moves ? history.follow(true) : history);
            return moves || build.branch() == null ? noted.onBranch(push.branch()) : noted;
        };
    }

    private boolean moves(Push push) {
        Build last = store.last(project).orElse(null);
        return moves(push, last, (one, other) -> projects.isAncestor(project, one, other));
    }

    /** On top, or where it was, or just below the last build, which it came before. */
    private long place(Build.History old, boolean moves) {
        if (moves) {
            return store.nextPlace(project);
        }
        long last = store.last(project).map(build -> build.history().place()).orElse(0L);
        return old.pushed() ? old.place() : Math.max(1, last - 1);
    }

    private static boolean isEarlier(@Nullable Instant one, @Nullable Instant other) {
        return one != null && other != null && one.isBefore(other);
    }
}

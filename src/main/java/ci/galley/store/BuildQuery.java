package ci.galley.store;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.CommitInfo;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which builds of a project to list.
 *
 * @param limit at most so many, from 1
 * @param before only builds whose sequence is smaller, null for the newest
 * @param branch only builds of that branch, null for all
 * @param state only builds in that state, null for all
 * @param text only builds whose message, author or hash contains it, whatever the case; null for all
 */
public record BuildQuery(
        int limit,
        @Nullable Long before,
        @Nullable String branch,
        @Nullable BuildState state,
        @Nullable String text) {

    /**
     * @throws IllegalArgumentException if {@code limit} is less than 1
     */
    public BuildQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + "; it is at least 1");
        }
        text = text == null || text.isEmpty() ? null : text.toLowerCase(Locale.ROOT);
    }

    /** The newest builds, whatever they are. */
    public static BuildQuery newest(int limit) {
        return new BuildQuery(limit, null, null, null, null);
    }

    boolean matches(Build build) {
        return (branch == null || branch.equals(build.branch()))
                && (state == null || state == build.state())
                && (text == null || mentions(build, text));
    }

    private static boolean mentions(Build build, String lowerCase) {
        CommitInfo info = build.info();
        return build.commit().value().contains(lowerCase)
                || (info != null
                        && (info.message().toLowerCase(Locale.ROOT).contains(lowerCase)
                                || info.author().toLowerCase(Locale.ROOT).contains(lowerCase)));
    }
}

package ci.galley.store;

import ci.galley.model.BuildState;
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
        @Nullable String text) {}

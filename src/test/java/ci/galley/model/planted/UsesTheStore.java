package ci.galley.model.planted;

import ci.galley.store.BuildQuery;

/** Breaks the rule that the model uses nobody, so that the test of the rules can be seen to fail. */
public final class UsesTheStore {
    BuildQuery wrong = new BuildQuery(1, null, null, null, null);
}

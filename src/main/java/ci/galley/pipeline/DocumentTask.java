package ci.galley.pipeline;

import ci.galley.git.Checkout;
import ci.galley.git.Clone;
import ci.galley.model.Build;
import ci.galley.model.CiConfig;
import ci.galley.model.CommitHash;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A document that is to be typeset.
 *
 * @param userClone where the commit is
 * @param checkout where it is typeset
 * @param committedAt the time of the build's commit
 * @param config that of the commit
 */
record DocumentTask(Clone userClone, Checkout checkout, Build build, Instant committedAt, CiConfig config) {
    /** Galley's private folder for it. */
    Path work() {
        return checkout.work();
    }

    CommitHash commit() {
        return build.commit();
    }
}

package ci.galley.pipeline;

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
 * @param work Galley's private folder for it
 * @param committedAt the time of the build's commit
 * @param config that of the commit
 */
record DocumentTask(Clone userClone, Path work, Build build, Instant committedAt, CiConfig config) {
    CommitHash commit() {
        return build.commit();
    }
}

package ci.galley.pipeline;

import ci.galley.git.Checkout;
import ci.galley.git.Clone;
import ci.galley.latex.Typeset;
import ci.galley.latex.Typesetter;
import ci.galley.model.BuildException;
import ci.galley.model.BuildState;
import ci.galley.model.CiConfig;
import ci.galley.model.CommitHash;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Transcript;
import java.nio.file.Path;
import java.time.Instant;

/** Checks a commit out and typesets it; where files of an earlier build may be to blame for a failure, once more without them. */
final class DocumentBuild {
    private final Typesetter typesetter;

    DocumentBuild(Typesetter typesetter) {
        this.typesetter = typesetter;
    }

    Outcome run(
            Clone clone,
            Path work,
            CommitHash commit,
            Instant committedAt,
            CiConfig config,
            Transcript log,
            Deadline deadline)
            throws BuildException, InterruptedException {
        Checkout checkout = clone.checkout(work);
        checkout.restore(commit, false, typesetter.allowsLinks(), log, deadline);
        Typeset typeset = typesetter.run(checkout.folder(), work, config, committedAt, log, deadline);
        if (!typeset.ok() && typeset.worthCleanRetry() && !deadline.hasPassed()) {
            log.say("Failed with files that an earlier build left; trying once more from a clean checkout");
            checkout.restore(commit, true, typesetter.allowsLinks(), log, deadline);
            typeset = typesetter.run(checkout.folder(), work, config, committedAt, log, deadline);
        }
        checkout.settle(deadline);
        return new Outcome(
                typeset.ok() ? BuildState.SUCCESS : BuildState.FAILURE,
                typeset.reason(),
                typeset.pdf(),
                typeset.pages(),
                work,
                typeset.kept(),
                typeset.problems());
    }
}

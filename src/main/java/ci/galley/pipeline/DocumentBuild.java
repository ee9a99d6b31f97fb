package ci.galley.pipeline;

import ci.galley.git.Checkout;
import ci.galley.latex.Typeset;
import ci.galley.latex.Typesetter;
import ci.galley.model.BuildException;
import ci.galley.model.BuildState;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Transcript;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks a commit out and typesets it; where files of an earlier build may be to blame for a failure, once more without them. */
final class DocumentBuild {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentBuild.class);

    private final Typesetter typesetter;

    DocumentBuild(Typesetter typesetter) {
        this.typesetter = typesetter;
    }

    Outcome run(DocumentTask task, Transcript log, Deadline deadline) throws BuildException, InterruptedException {
        Checkout checkout = task.checkout();
        Typeset typeset = typeset(task, checkout, false, log, deadline);
        if (!typeset.ok() && typeset.worthCleanRetry() && !deadline.hasPassed()) {
            log.say("Failed with files that an earlier build left; trying once more from a clean checkout");
            typeset = typeset(task, checkout, true, log, deadline);
        }
        return new Outcome(
                typeset.ok() ? BuildState.SUCCESS : BuildState.FAILURE,
                typeset.reason(),
                typeset.pdf(),
                typeset.pages(),
                task,
                typeset.kept(),
                typeset.problems(),
                null);
    }

    /** What nobody has to wait for. The record is written: whatever fails here takes nothing back. */
    void settle(@Nullable DocumentTask task) throws InterruptedException {
        if (task == null) {
            return;
        }
        try {
            task.checkout().settle();
        } catch (BuildException e) {
            LOG.warn("{} {}: the next checkout takes longer: {}", task.build().project(), task.commit(), e.reason());
        }
    }

    private Typeset typeset(DocumentTask task, Checkout checkout, boolean clean, Transcript log, Deadline deadline)
            throws BuildException, InterruptedException {
        checkout.restore(task.commit(), clean, typesetter.allowsLinks(), log, deadline);
        return typesetter.run(checkout.folder(), task.work(), task.config(), task.committedAt(), log, deadline);
    }
}

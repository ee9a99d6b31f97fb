package ci.galley.pipeline;

import ci.galley.git.Checkout;
import ci.galley.latex.Typeset;
import ci.galley.latex.Typesetter;
import ci.galley.model.Build;
import ci.galley.model.BuildException;
import ci.galley.model.BuildState;
import ci.galley.store.BuildStore;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Transcript;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks a commit out and typesets it; where files of an earlier build may be to blame for a failure, once more without them.
 * Where an earlier commit's PDF will do, it is kept.
 */
final class DocumentBuild {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentBuild.class);

    private final Typesetter typesetter;
    private final Reuse reuse;

    DocumentBuild(Typesetter typesetter, BuildStore store) {
        this.typesetter = typesetter;
        this.reuse = new Reuse(typesetter, store);
    }

    Outcome run(DocumentTask task, Transcript log, Deadline deadline)
            throws BuildException, IOException, InterruptedException {
        Optional<Outcome> kept = reuse.of(task, log);
        if (kept.isPresent()) {
            return kept.get();
        }
        reuse.forget(task);
        return made(task, log, deadline);
    }

    private Outcome made(DocumentTask task, Transcript log, Deadline deadline)
            throws BuildException, InterruptedException {
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
    void settle(Outcome outcome) throws InterruptedException {
        DocumentTask task = outcome.task();
        if (task == null) {
            return;
        }
        reuse.note(task, outcome);
        try {
            task.checkout().settle();
        } catch (BuildException e) {
            LOG.warn("{} {}: the next checkout takes longer: {}", task.build().project(), task.commit(), e.reason());
        }
    }

    /** See {@link Reuse#study}. */
    boolean study(Build built) throws InterruptedException {
        return reuse.study(built);
    }

    private Typeset typeset(DocumentTask task, Checkout checkout, boolean clean, Transcript log, Deadline deadline)
            throws BuildException, InterruptedException {
        checkout.restore(task.commit(), clean, typesetter.allowsLinks(), log, deadline);
        return typesetter.run(checkout.folder(), task.work(), task.config(), task.committedAt(), log, deadline);
    }
}

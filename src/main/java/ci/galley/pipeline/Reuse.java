package ci.galley.pipeline;

import ci.galley.latex.Findings;
import ci.galley.latex.Inputs;
import ci.galley.latex.Typesetter;
import ci.galley.model.Build;
import ci.galley.model.BuildException;
import ci.galley.model.BuildState;
import ci.galley.model.ProjectName;
import ci.galley.model.Shortcut;
import ci.galley.store.BuildStore;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Transcript;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the PDF of an earlier commit for one that changes nothing that the document is made of. What that is, is found out
 * after a build, when there is time. Safe for use by several threads, one per project.
 */
final class Reuse {
    /** How much longer than the build its study may take, which is a few runs of the engine. */
    private static final int MOST_TIMES_THE_BUILD = 8;

    private static final Duration LEAST_LIMIT = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(Reuse.class);

    private final Typesetter typesetter;
    private final BuildStore store;

    /** What was typeset last, as it still is in its private folder. */
    private final Map<ProjectName, DocumentTask> typeset = new ConcurrentHashMap<>();

    Reuse(Typesetter typesetter, BuildStore store) {
        this.typesetter = typesetter;
        this.store = store;
    }

    /**
     * Gives a build the files of an earlier one, where it would make the same. A build that is repeated is made: somebody
     * has a reason to wish for that.
     *
     * @return nothing where it has to be made
     * @throws BuildException if the commit is more than may be checked out
     */
    Optional<Outcome> of(DocumentTask task, Transcript log) throws BuildException, InterruptedException {
        Build build = task.build();
        if (build.attempt() > 1 || !task.config().shortcuts().contains(Shortcut.REUSE)) {
            return Optional.empty();
        }
        try {
            Optional<KnownInputs> known = KnownInputs.read(task.work())
                    .filter(there -> !there.commit().equals(task.commit()));
            if (known.isEmpty() || !areSame(known.get(), task)) {
                return Optional.empty();
            }
            Optional<Build> earlier = store.find(build.project(), known.get().commit())
                    .filter(there -> there.state() == BuildState.SUCCESS);
            if (earlier.isEmpty()) {
                return Optional.empty();
            }
            store.publishAgain(build, earlier.get());
            log.say("Nothing that the document is made of has changed since %s: its PDF is kept"
                    .formatted(earlier.get().commit().abbreviated()));
            return Optional.of(Outcome.sameAs(earlier.get(), task));
        } catch (IOException e) {
            LOG.debug("{}: no files of an earlier build: {}", build.project(), e.toString());
            return Optional.empty();
        }
    }

    private boolean areSame(KnownInputs known, DocumentTask task) throws BuildException, InterruptedException {
        return task.userClone()
                        .digest(task.commit(), known.inputs()::mayInclude)
                        .filter(known.digest()::equals)
                        .isPresent()
                && typesetter.wouldMakeTheSame(known.inputs(), task.committedAt());
    }

    /** Before a document is typeset: nothing is known of what its private folder will hold. */
    void forget(DocumentTask task) throws IOException {
        typeset.remove(task.build().project());
        KnownInputs.forget(task.work());
    }

    /** A document has been typeset, or kept; on disk is the record that says so. */
    void note(DocumentTask task, Outcome outcome) {
        if (outcome.state() != BuildState.SUCCESS) {
            return;
        }
        if (outcome.same() == null) {
            typeset.put(task.build().project(), task);
            return;
        }
        try {
            Optional<KnownInputs> known = KnownInputs.read(task.work());
            if (known.isPresent()) {
                new KnownInputs(task.commit(), known.get().digest(), known.get().inputs()).keep(task.work());
            }
        } catch (IOException e) {
            LOG.warn(
                    "{}: what its document is made of cannot be kept: {}",
                    task.build().project(),
                    e.toString());
        }
    }

    /**
     * Finds out what the document is made of that was typeset last, if it is this build's, and what else the typesetter can
     * prepare for the next.
     *
     * @return whether the build has to be made again, since a shortcut has led to another PDF than there should be
     * @throws InterruptedException if the calling thread is interrupted; nothing is kept then
     */
    boolean study(Build built) throws InterruptedException {
        DocumentTask task = typeset.get(built.project());
        if (task == null || !task.commit().equals(built.commit())) {
            return false;
        }
        typeset.remove(built.project());
        try {
            Findings findings = typesetter.study(
                    task.checkout().folder(),
                    task.work(),
                    task.config(),
                    task.committedAt(),
                    Deadline.in(limit(built)));
            if (findings.inputs() != null && task.checkout().isComplete()) {
                keep(task, findings.inputs());
            }
            return !findings.isRight();
        } catch (InterruptedException e) {
            typeset.put(built.project(), task);
            throw e;
        } catch (BuildException | IOException e) {
            LOG.debug("{}: what its document is made of is not known: {}", built.project(), e.toString());
            return false;
        }
    }

    private static void keep(DocumentTask task, Inputs inputs)
            throws BuildException, IOException, InterruptedException {
        Optional<String> digest = task.userClone().digest(task.commit(), inputs::mayInclude);
        if (digest.isPresent()) {
            new KnownInputs(task.commit(), digest.get(), inputs).keep(task.work());
        }
    }

    private static Duration limit(Build built) {
        Duration took = built.duration() == null ? Duration.ZERO : built.duration();
        Duration limit = took.multipliedBy(MOST_TIMES_THE_BUILD);
        return limit.compareTo(LEAST_LIMIT) < 0 ? LEAST_LIMIT : limit;
    }
}

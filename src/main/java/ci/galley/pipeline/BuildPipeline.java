package ci.galley.pipeline;

import ci.galley.git.Clone;
import ci.galley.git.Clones;
import ci.galley.git.UnknownCommitException;
import ci.galley.latex.Typesetter;
import ci.galley.model.Artifact;
import ci.galley.model.Build;
import ci.galley.model.BuildException;
import ci.galley.model.BuildState;
import ci.galley.model.CiConfig;
import ci.galley.model.CommitHash;
import ci.galley.model.CommitInfo;
import ci.galley.model.Layout;
import ci.galley.model.Problem;
import ci.galley.model.ProblemCounts;
import ci.galley.model.Project;
import ci.galley.model.Result;
import ci.galley.store.BuildLog;
import ci.galley.store.BuildStore;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Transcript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One build, start to end: bring the clone up to date, check the commit out, typeset it, keep what came of it, tell. Start
 * reading here.
 */
public final class BuildPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(BuildPipeline.class);

    private final Clones clones;
    private final Typesetter typesetter;
    private final DocumentBuild documentBuild;
    private final BuildStore store;
    private final WorkFolders workFolders;
    private final Duration timeout;
    private final Clock clock;

    /**
     * @param timeout the limit for a whole build, processes and all
     */
    public BuildPipeline(
            Clones clones, Typesetter typesetter, BuildStore store, Layout layout, Duration timeout, Clock clock) {
        this.clones = clones;
        this.typesetter = typesetter;
        this.documentBuild = new DocumentBuild(typesetter, store);
        this.store = store;
        this.workFolders = new WorkFolders(layout, clock);
        this.timeout = timeout;
        this.clock = clock;
    }

    /**
     * Runs a queued build to its end, on this thread, and keeps its record.
     *
     * @throws CancellationException if this thread is interrupted; the build's processes are gone and its record says
     *     {@code running}
     * @throws UncheckedIOException if the record cannot be written
     */
    public void run(Build queued) {
        long startNanos = System.nanoTime();
        try {
            Build build = store.update(queued.project(), queued.commit(), waiting -> waiting.started(clock.instant()));
            LOG.info("{} {} building", build.project(), build.commit());
            try (BuildLog log = store.openLog(build)) {
                Outcome outcome = attemptLogged(build, log);
                finish(build, outcome, log, Duration.ofNanos(System.nanoTime() - startNanos));
            }
        } catch (InterruptedException e) {
            throw cancellation(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Moves the user's folder to a commit that became the branch's head again, where the commit asks for that
     * ({@code "language": "git"}).
     *
     * @throws CancellationException if this thread is interrupted
     */
    public void follow(Build known) {
        Deadline deadline = Deadline.in(timeout);
        Clone clone = clones.open(known.project());
        try {
            FollowLog log = new FollowLog(known);
            fetch(clone, known, log, deadline);
            if (clone.config(known.commit()).language() == CiConfig.Language.GIT) {
                clone.moveTo(known.commit(), log, deadline);
            }
        } catch (InterruptedException e) {
            throw cancellation(e);
        } catch (BuildException | UnknownCommitException e) {
            LOG.warn("{} {}: the folder was not moved: {}", known.project(), known.commit(), e.getMessage());
        }
    }

    /**
     * Finds out what the document of a finished build is made of, so that a commit that changes none of that need not be
     * typeset, and makes ready what the next run of the engine can use. Takes a few times as long as the build.
     *
     * @return whether the build has to be made again, since a shortcut has led to another PDF than there should be
     * @throws CancellationException if this thread is interrupted; it can be done again
     */
    public boolean study(Build built) {
        try {
            return documentBuild.study(built);
        } catch (InterruptedException e) {
            throw cancellation(e);
        }
    }

    private Outcome attemptLogged(Build build, BuildLog log) throws InterruptedException, IOException {
        try {
            return attempt(build, log);
        } catch (InterruptedException e) {
            log.say("Stopped before it was done");
            throw e;
        }
    }

    private Outcome attempt(Build build, BuildLog log) throws InterruptedException, IOException {
        Deadline deadline = Deadline.in(timeout);
        Clone clone = clones.open(build.project());
        try {
            fetch(clone, build, log, deadline);
            CommitInfo info = clone.describe(build.commit());
            Optional<String> branch = clone.branchContaining(build.commit());
            boolean tracked = clones.find(build.project())
                    .map(Project::branch)
                    .filter(branch.orElse("")::equals)
                    .isPresent();
            store.update(build.project(), build.commit(), known -> {
                Build described = known.described(info, branch.orElse(null));
                return tracked ? described.ofTrackedBranch() : described;
            });
            CiConfig config = clone.config(build.commit());
            config.warnings().forEach(log::say);
            Deadline own = config.timeout() == null ? deadline : deadline.orIn(config.timeout());
            return switch (config.language()) {
                case GIT -> move(clone, build, log, own);
                case LATEX -> {
                    Path work = workFolders.of(build.project(), tracked ? null : branch.orElse(null));
                    yield documentBuild.run(
                            new DocumentTask(clone, clone.checkout(work), build, info.committedAt(), config), log, own);
                }
            };
        } catch (UnknownCommitException e) {
            store.update(
                    build.project(),
                    build.commit(),
                    known -> known.with(known.history().unknownCommit(true)));
            return Outcome.error(String.valueOf(e.getMessage()));
        } catch (BuildException e) {
            return Outcome.of(e);
        }
    }

    private void fetch(Clone clone, Build build, Transcript log, Deadline deadline)
            throws BuildException, UnknownCommitException, InterruptedException {
        Optional<CommitHash> lastBefore = store.last(build.project()).map(Build::commit);
        clone.update(build.commit(), log, deadline);
        Optional<CommitHash> head = clone.head();
        try {
            if (head.isPresent()) {
                store.headSeen(build.project(), head.get(), lastBefore.orElse(null));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Moves the user's folder, but never away from the newest commit because an older one is built again. */
    private Outcome move(Clone clone, Build build, BuildLog log, Deadline deadline)
            throws BuildException, InterruptedException {
        boolean newest = store.last(build.project())
                .map(Build::commit)
                .filter(build.commit()::equals)
                .isPresent();
        if (newest) {
            clone.moveTo(build.commit(), log, deadline);
        } else {
            log.say("The folder stays where it is, because this is not the newest commit");
        }
        return Outcome.updated();
    }

    private void finish(Build build, Outcome outcome, BuildLog log, Duration took)
            throws IOException, InterruptedException {
        log.say(sentence(outcome));
        Build same = outcome.same();
        List<Artifact> artifacts = same == null ? publish(build, outcome) : same.artifacts();
        ProblemCounts counts = same == null ? counts(outcome) : same.problems();
        store.update(
                build.project(),
                build.commit(),
                running -> running.finished(
                        outcome.state(), new Result(clock.instant(), took, outcome.reason(), artifacts, counts)));
        LOG.info(
                "{} {} {} in {} ms{}",
                build.project(),
                build.commit(),
                outcome.state().word(),
                took.toMillis(),
                outcome.reason() == null ? "" : ": " + outcome.reason());
        if (outcome.pdf() != null && outcome.task() != null) {
            Optional<Path> picture =
                    typesetter.firstPage(outcome.pdf(), outcome.task().work());
            if (picture.isPresent()) {
                store.publishFirstPage(build, picture.get());
            }
        }
        documentBuild.settle(outcome);
        store.retain(build.project(), clones.open(build.project()).taggedCommits());
    }

    private List<Artifact> publish(Build build, Outcome outcome) throws IOException {
        List<Problem> problems = outcome.problems() == null ? List.of() : outcome.problems();
        return store.publish(build, outcome.pdf(), outcome.pages(), outcome.kept(), problems);
    }

    private static @Nullable ProblemCounts counts(Outcome outcome) {
        return outcome.problems() == null ? null : ProblemCounts.of(outcome.problems());
    }

    private static String sentence(Outcome outcome) {
        return outcome.state() == BuildState.SUCCESS
                ? "Done" + (outcome.pages() == null ? "" : ": " + pages(outcome.pages()))
                : outcome.state().word() + ": " + outcome.reason();
    }

    private static String pages(int pages) {
        return pages == 1 ? "1 page" : pages + " pages";
    }

    private static CancellationException cancellation(InterruptedException cause) {
        CancellationException cancelled = new CancellationException("interrupted");
        cancelled.initCause(cause);
        return cancelled;
    }
}

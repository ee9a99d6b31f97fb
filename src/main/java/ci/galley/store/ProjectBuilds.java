package ci.galley.store;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import ci.galley.model.Layout;
import ci.galley.model.ProjectName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The builds of one project. Its changes happen one after the other; questions are answered meanwhile. */
final class ProjectBuilds {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectBuilds.class);

    /** Places below it mean something else: see {@link Build.History#place}. */
    private static final long FIRST_PLACE = 4;

    private final Layout layout;
    private final ProjectName project;
    private final RecordFiles files;
    private final Badges badges;
    private final Listeners listeners;
    private final OutputFolder output;
    private final BuildIndex index = new BuildIndex();

    /** Held while a change is written, and never while others are told of it. */
    private final ReentrantLock changing = new ReentrantLock();

    private long highestSequence;
    private long highestPlace;

    ProjectBuilds(Layout layout, ProjectName project, Badges badges, Listeners listeners) {
        this.layout = layout;
        this.project = project;
        this.badges = badges;
        this.listeners = listeners;
        this.files = new RecordFiles(layout, project);
        this.output = new OutputFolder(layout, project);
    }

    /** Reads what is on disk, and mends what a crash may have left between a record and what follows from it. */
    void load(RecordReader reader) {
        changing.lock();
        try {
            for (Build build : files.load(reader)) {
                index.put(build);
                badges.mend(build, folder(build));
            }
            highestSequence = index.highestSequence();
            highestPlace = index.highestPlace();
            showNewest();
        } finally {
            changing.unlock();
        }
    }

    BuildIndex index() {
        return index;
    }

    OutputFolder output() {
        return output;
    }

    /** See {@link BuildStore#create}. */
    Build create(CommitHash commit, LongFunction<Build> make) throws IOException {
        return changed(() -> {
            Optional<Build> there = index.find(commit);
            return there.isPresent() ? there.get() : keep(make.apply(++highestSequence), null);
        });
    }

    /** See {@link BuildStore#update}. */
    Build update(CommitHash commit, UnaryOperator<Build> change) throws IOException {
        return changed(() -> {
            Build old = index.find(commit)
                    .orElseThrow(() -> new IllegalStateException(project + " has no build of " + commit));
            return keep(change.apply(old), old);
        });
    }

    /** See {@link BuildStore#headSeen}. */
    Optional<Build> headSeen(CommitHash head, @Nullable CommitHash lastBefore) throws IOException {
        return changed(() -> {
            Optional<Build> last = index.last();
            Optional<Build> build =
                    index.find(head).filter(known -> known.history().pushed());
            boolean moves = last.isPresent()
                    && last.get().commit().equals(lastBefore)
                    && !last.get().commit().equals(head);
            return moves && build.isPresent() ? Optional.of(keep(asHead(build.get()), build.get())) : Optional.empty();
        });
    }

    private Build asHead(Build build) {
        return build.with(build.history().placed(nextPlace()).follow(true));
    }

    /** See {@link BuildStore#nextPlace}. */
    long nextPlace() {
        changing.lock();
        try {
            // even: odd places are those of late pushes
            highestPlace = Math.max(FIRST_PLACE, (highestPlace / 2 + 1) * 2);
            return highestPlace;
        } finally {
            changing.unlock();
        }
    }

    BuildLog openLog(Build build) throws IOException {
        BuildLog log = beginLog(build);
        listeners.logGrew(build);
        return log;
    }

    BuildLog resumeLog(Build build) throws IOException {
        return BuildLog.resume(folder(build).resolve(FileNames.LOG), () -> listeners.logGrew(build));
    }

    private BuildLog beginLog(Build build) throws IOException {
        changing.lock();
        try {
            BuildLog log = BuildLog.begin(folder(build).resolve(FileNames.LOG), () -> listeners.logGrew(build));
            if (isLast(build)) {
                showNewest();
            }
            return log;
        } finally {
            changing.unlock();
        }
    }

    Publisher publisher(Build build) {
        return new Publisher(layout.work(project), folder(build));
    }

    /** See {@link BuildStore#retain}. */
    void retain(int keep, Set<CommitHash> tagged) throws IOException {
        changed(() -> {
            Set<CommitHash> kept = new HashSet<>(tagged);
            List<Build> all = index.all();
            index.last().map(Build::commit).ifPresent(kept::add);
            index.newestPdf().map(Build::commit).ifPresent(kept::add);
            output.pdfCommit().ifPresent(kept::add);
            all.stream()
                    .filter(build -> build.state() == BuildState.SUCCESS)
                    .findFirst()
                    .map(Build::commit)
                    .ifPresent(kept::add);
            remove(Retention.beyond(all, keep, kept));
            return kept;
        });
    }

    @FunctionalInterface
    private interface Change<T> {
        T make() throws IOException;
    }

    private <T> T changed(Change<T> change) throws IOException {
        changing.lock();
        try {
            return change.make();
        } finally {
            changing.unlock();
            if (!changing.isHeldByCurrentThread()) {
                listeners.tell();
            }
        }
    }

    private Build keep(Build build, @Nullable Build old) throws IOException {
        if (build.equals(old)) {
            return build;
        }
        if (old != null && (!build.project().equals(project) || !build.commit().equals(old.commit()))) {
            throw new IllegalStateException("a change made another build of " + old.commit());
        }
        files.write(build);
        badges.draw(build, old, folder(build));
        boolean wasLast = isLast(build);
        index.put(build);
        if (build.state().isFinal() && build.state() != BuildState.SUCCESS) {
            removePdf(build);
        }
        if (wasLast || build.history().place() > 0) {
            showNewest();
        }
        removeUnknownBeyond(build);
        listeners.add(build);
        return build;
    }

    private void removeUnknownBeyond(Build newest) {
        if (newest.history().unknownCommit()) {
            try {
                remove(Retention.unknownBeyond(index.all(), newest));
            } catch (IOException e) {
                LOG.warn("{}: an old record cannot be removed: {}", project, e.toString());
            }
        }
    }

    private void remove(List<Build> builds) throws IOException {
        for (Build build : builds) {
            // first from memory, so that nobody is sent to files that are about to go
            index.remove(build.commit());
            try {
                files.delete(build.commit());
            } catch (IOException e) {
                index.put(build);
                throw e;
            }
        }
    }

    private void removePdf(Build build) {
        try {
            publisher(build).removePdf();
        } catch (IOException e) {
            LOG.warn("{}: the former PDF of {} cannot be removed: {}", project, build.commit(), e.toString());
        }
    }

    private void showNewest() {
        output.show(index.last().orElse(null), newerThanShown().orElse(null));
    }

    /**
     * The build whose PDF is the newest, unless the one that is shown is newer: a rebuild that takes a PDF away leaves the
     * one that is shown.
     */
    Optional<Build> newerThanShown() {
        Optional<Build> shown = output.pdfCommit().flatMap(index::find);
        return index.newestPdf()
                .filter(newest -> shown.isEmpty() || BuildIndex.HEAD_ORDER.compare(newest, shown.get()) >= 0);
    }

    /** The build whose PDF the project shows. */
    Optional<Build> withNewestPdf() {
        return newerThanShown().or(() -> output.pdfCommit().flatMap(index::find));
    }

    private boolean isLast(Build build) {
        return index.last().map(last -> last.commit().equals(build.commit())).orElse(false);
    }

    private Path folder(Build build) {
        return layout.build(project, build.commit());
    }
}

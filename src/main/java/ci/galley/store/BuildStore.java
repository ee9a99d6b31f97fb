package ci.galley.store;

import ci.galley.model.Artifact;
import ci.galley.model.Build;
import ci.galley.model.BuildListener;
import ci.galley.model.CommitHash;
import ci.galley.model.Layout;
import ci.galley.model.Problem;
import ci.galley.model.ProjectName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The records of all builds and the files that belong to them. The disk is the state: what is in memory is an index of
 * it. Safe for use by several threads; the changes of one project happen one after the other.
 */
public final class BuildStore {
    private final Layout layout;
    private final Function<Build, byte[]> badge;
    private final int keepBuilds;

    /**
     * Reads every record there is. A record that cannot be read is passed over with a line in the server's log, and left
     * where it is.
     *
     * @param badge draws {@code .status.svg}
     * @param keepBuilds how many builds a project keeps ({@code KEEP_BUILDS})
     */
    public static BuildStore open(Layout layout, Function<Build, byte[]> badge, int keepBuilds) throws IOException {
        return new BuildStore(layout, badge, keepBuilds);
    }

    private BuildStore(Layout layout, Function<Build, byte[]> badge, int keepBuilds) {
        this.layout = layout;
        this.badge = badge;
        this.keepBuilds = keepBuilds;
    }

    /** Tells {@code listener} of every change from now on, after it is on disk. */
    public void addListener(BuildListener listener) {
        throw new UnsupportedOperationException(listener.toString() + layout + badge + keepBuilds);
    }

    public Optional<Build> find(ProjectName project, CommitHash commit) {
        throw new UnsupportedOperationException();
    }

    /** The last build: what an address without a commit means. */
    public Optional<Build> last(ProjectName project) {
        throw new UnsupportedOperationException();
    }

    /** Makes a build the last one: moves the link, and shows its files in the project's output folder. */
    public void setLast(ProjectName project, CommitHash commit) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes a record, durably, unless there is one.
     *
     * @param make gets the sequence of the new build
     * @return the new record, or the one that is there
     */
    public Build create(ProjectName project, CommitHash commit, LongFunction<Build> make) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Changes a record, durably: the change is on disk when this returns. A change that returns the same object changes
     * nothing.
     *
     * @throws IllegalStateException if there is no such build
     */
    public Build update(ProjectName project, CommitHash commit, UnaryOperator<Build> change) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** A sequence above all that the project has. */
    public long nextSequence(ProjectName project) {
        throw new UnsupportedOperationException();
    }

    /** Builds of a project, newest first. */
    public List<Build> list(ProjectName project, BuildQuery query) {
        throw new UnsupportedOperationException();
    }

    /** Every build of every project. */
    public List<Build> all() {
        throw new UnsupportedOperationException();
    }

    /** Begins the log of an attempt, which takes the place of the log before. */
    public BuildLog openLog(Build build) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Puts the files of a finished attempt into the build's folder, each by rename; copies plain files and follows no
     * link. An attempt without a PDF takes away the PDF of an attempt before.
     *
     * @param files what to keep besides, such as {@code Document.log}
     * @return what the record lists
     */
    public List<Artifact> publish(
            Build build, @Nullable Path pdf, @Nullable Integer pages, List<Path> files, List<Problem> problems)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Removes the oldest builds beyond what is kept; {@code tagged} commits always are. */
    public void retain(ProjectName project, Set<CommitHash> tagged) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The log as far as it is written. */
    public Optional<Path> log(Build build) {
        throw new UnsupportedOperationException();
    }

    /** The PDF of a successful build. */
    public Optional<Path> pdf(Build build) {
        throw new UnsupportedOperationException();
    }

    /** The newest whole PDF of the tracked branch. */
    public Optional<Path> newestPdf(ProjectName project) {
        throw new UnsupportedOperationException();
    }

    /** The problems of a finished build, as JSON: {@code {"problems": [...]}}. */
    public Optional<Path> problems(Build build) {
        throw new UnsupportedOperationException();
    }

    /** The record as JSON, as it is on disk and as everyone is given it. */
    public static byte[] json(Build build) {
        throw new UnsupportedOperationException(build.toString());
    }
}

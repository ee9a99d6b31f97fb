package ci.galley.store;

import ci.galley.model.Artifact;
import ci.galley.model.Build;
import ci.galley.model.BuildListener;
import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import ci.galley.model.Layout;
import ci.galley.model.Problem;
import ci.galley.model.ProjectName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The records of all builds and the files that belong to them. The disk is the state: what is in memory is an index of
 * it, and changes after it. Which build is the last one, and whose PDF is the newest, follows from the records (see
 * {@link Build.History#place}); the links that show it are made again where they are wrong. Safe for use by several
 * threads; the changes of one project happen one after the other, and questions wait for none of them.
 */
public final class BuildStore {
    private final Layout layout;
    private final Badges badges;
    private final int keepBuilds;
    private final CopyOnWriteArrayList<BuildListener> listeners = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<ProjectName, ProjectBuilds> projects = new ConcurrentHashMap<>();

    /** The projects that were there when the store was opened, until {@link #all} has read them. */
    private volatile List<ProjectName> unread = List.of();

    /**
     * Finds the projects. The records of each are read when somebody first asks for one of them, so that nobody waits for
     * those of others; {@link #all} reads the rest. A record that cannot be read is passed over with a line in the server's
     * log, and left where it is. What a process that was killed left halfway is cleared away: nobody else may use the folder.
     *
     * @param badge draws {@code .status.svg}, of the state and the commit alone
     * @param keepBuilds how many builds a project keeps ({@code KEEP_BUILDS})
     * @throws IOException if the projects' folder cannot be read
     */
    public static BuildStore open(Layout layout, Function<Build, byte[]> badge, int keepBuilds) throws IOException {
        BuildStore store = new BuildStore(layout, badge, keepBuilds);
        List<ProjectName> projects = new ArrayList<>();
        try (DirectoryStream<Path> folders =
                Files.newDirectoryStream(layout.projectsDir(), folder -> layout.isOutput(nameOf(folder)))) {
            for (Path folder : folders) {
                String name = nameOf(folder);
                ProjectName.parse(name.substring(
                                0, name.length() - layout.outputSuffix().length()))
                        .filter(project -> !layout.isOutput(project.value()))
                        .ifPresent(projects::add);
            }
        }
        store.unread = projects;
        return store;
    }

    private BuildStore(Layout layout, Function<Build, byte[]> badge, int keepBuilds) {
        this.layout = layout;
        this.badges = new Badges(badge);
        this.keepBuilds = keepBuilds;
    }

    /**
     * Tells {@code listener} of every change from now on, after it is on disk. It may ask and even change the store; it must
     * not wait for other threads.
     */
    public void addListener(BuildListener listener) {
        listeners.add(listener);
    }

    public Optional<Build> find(ProjectName project, CommitHash commit) {
        return known(project).flatMap(builds -> builds.index().find(commit));
    }

    /** The last build: what an address without a commit means. */
    public Optional<Build> last(ProjectName project) {
        return known(project).flatMap(builds -> builds.index().last());
    }

    /**
     * Makes a record, durably, unless there is one.
     *
     * @param make gets the sequence of the new build
     * @return the new record, or the one that is there
     * @throws IOException if it cannot be written; then there is none
     */
    public Build create(ProjectName project, CommitHash commit, LongFunction<Build> make) throws IOException {
        return of(project).create(commit, make);
    }

    /**
     * Changes a record, durably: the change is on disk when this returns. A change that returns an equal build changes
     * nothing. A build that ends otherwise than in success loses the PDF of an attempt before.
     *
     * @throws IOException if it cannot be written; then the record is what it was, in memory and on disk
     * @throws IllegalStateException if there is no such build
     */
    public Build update(ProjectName project, CommitHash commit, UnaryOperator<Build> change) throws IOException {
        return of(project).update(commit, change);
    }

    /** A place above those of all heads of the tracked branch so far (see {@link Build.History#place}), even. */
    public long nextPlace(ProjectName project) {
        return of(project).nextPlace();
    }

    /**
     * The remote was asked for the head of the tracked branch. If the tracked branch was pushed to that commit, it is the
     * last build, whatever order the pushes were delivered in, unless another push came meanwhile.
     *
     * @param lastBefore the last build's commit before the remote was asked
     * @return the new last build if it changed; it then asks to be followed ({@link Build.History#follow})
     */
    public Optional<Build> headSeen(ProjectName project, CommitHash head, @Nullable CommitHash lastBefore)
            throws IOException {
        return of(project).headSeen(head, lastBefore);
    }

    /** Builds of a project, newest first. */
    public List<Build> list(ProjectName project, BuildQuery query) {
        return known(project).map(builds -> builds.index().list(query)).orElse(List.of());
    }

    /** Every build of every project, also of those whose clone is gone; of each project the newest first. */
    public List<Build> all() {
        readRest();
        return projects.values().stream()
                .flatMap(builds -> builds.index().all().stream())
                .toList();
    }

    /** Begins the log of an attempt, which takes the place of the log before. */
    public BuildLog openLog(Build build) throws IOException {
        return of(build.project()).openLog(build);
    }

    /** Goes on with the log of an attempt that Galley did not bring to an end; begins it where there is none. */
    public BuildLog resumeLog(Build build) throws IOException {
        return of(build.project()).resumeLog(build);
    }

    /**
     * Puts the files of a finished attempt into the build's folder, each by rename, and takes away those of an attempt
     * before; copies plain files out of the project's private folder and follows no link. Their names must not begin with a
     * dot.
     *
     * @param files what to keep besides, such as {@code Document.log}
     * @return what the record lists
     */
    public List<Artifact> publish(
            Build build, @Nullable Path pdf, @Nullable Integer pages, List<Path> files, List<Problem> problems)
            throws IOException {
        return of(build.project()).publisher(build).publish(pdf, pages, files, problems);
    }

    /**
     * Puts the files of an earlier build of the project into the build's folder, without a copy where there are hard links.
     *
     * @return what the record lists
     * @throws IOException also if they are not there any more
     */
    public List<Artifact> publishAgain(Build build, Build earlier) throws IOException {
        ProjectBuilds builds = of(build.project());
        return builds.publisher(build).publishAgain(builds.publisher(earlier), earlier.artifacts());
    }

    /**
     * Puts a picture of the PDF's first page beside the PDF, with which it goes, and into the record of the finished
     * attempt; a copy of a plain file in the project's private folder. That it cannot be kept is a line in the server's log.
     *
     * @throws IOException if the record cannot be written
     */
    public void publishFirstPage(Build build, Path picture) throws IOException {
        ProjectBuilds builds = of(build.project());
        Optional<Artifact> published = builds.publisher(build).publishFirstPage(picture);
        if (published.isPresent()) {
            builds.update(
                    build.commit(),
                    known -> known.attempt() == build.attempt() && known.state() == BuildState.SUCCESS
                            ? known.withArtifact(published.get())
                            : known);
        }
    }

    /**
     * Removes the oldest builds beyond what is kept. The last build, the last success, the one whose PDF is the newest, what
     * waits or runs, and {@code tagged} commits always are.
     */
    public void retain(ProjectName project, Set<CommitHash> tagged) throws IOException {
        of(project).retain(keepBuilds, tagged);
    }

    /** The log as far as it is written. */
    public Optional<Path> log(Build build) {
        return file(build, FileNames.LOG);
    }

    /** The PDF of a successful build; while it is built again, still that of the attempt before. */
    public Optional<Path> pdf(Build build) {
        if (build.state().isFinal()) {
            return BuildIndex.pdf(build).flatMap(pdf -> file(build, pdf.file()));
        }
        try {
            return of(build.project()).publisher(build).findPdf();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The newest whole PDF of the tracked branch; that of a build as soon as its record says that there is one. */
    public Optional<Path> newestPdf(ProjectName project) {
        return known(project)
                .flatMap(builds -> builds.newerThanShown()
                        .flatMap(this::pdf)
                        .or(() -> builds.output().pdf()));
    }

    /** The picture of the first page of {@link #pdf}; nothing where none was made. */
    public Optional<Path> firstPage(Build build) {
        return pdf(build).flatMap(pdf -> file(build, FileNames.FIRST_PAGE));
    }

    /** The picture of the first page of {@link #newestPdf}. */
    public Optional<Path> newestFirstPage(ProjectName project) {
        return known(project).flatMap(ProjectBuilds::withNewestPdf).flatMap(this::firstPage);
    }

    /** The problems of a finished build, as JSON: {@code {"problems": [...]}}; nothing where its logs were not read. */
    public Optional<Path> problems(Build build) {
        return build.state().isFinal() && build.problems() != null ? file(build, FileNames.PROBLEMS) : Optional.empty();
    }

    /** The record as JSON, as it is on disk and as everyone is given it. */
    public static byte[] json(Build build) {
        return RecordWriter.write(build);
    }

    private Optional<Path> file(Build build, String name) {
        return Optional.of(layout.build(build.project(), build.commit()).resolve(name))
                .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS));
    }

    /** The builds of a project that has an output folder; others leave no trace in memory. */
    private Optional<ProjectBuilds> known(ProjectName project) {
        ProjectBuilds builds = projects.get(project);
        if (builds == null && Files.isDirectory(layout.output(project))) {
            builds = of(project);
        }
        return Optional.ofNullable(builds);
    }

    private ProjectBuilds of(ProjectName project) {
        ProjectBuilds builds = projects.get(project);
        return builds != null ? builds : load(project);
    }

    private synchronized void readRest() {
        // One after the other: the first answers, which wait for one project at most, have a core of their own.
        unread.forEach(this::of);
        unread = List.of();
    }

    private ProjectBuilds load(ProjectName project) {
        return projects.computeIfAbsent(project, name -> {
            ProjectBuilds builds = new ProjectBuilds(layout, name, badges, new Listeners(listeners));
            if (Files.isDirectory(layout.output(name))) {
                builds.load(new RecordReader());
            }
            return builds;
        });
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }
}

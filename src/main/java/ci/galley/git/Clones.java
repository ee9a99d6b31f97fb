package ci.galley.git;

import ci.galley.model.BuildException;
import ci.galley.model.CommitHash;
import ci.galley.model.Layout;
import ci.galley.model.Project;
import ci.galley.model.ProjectName;
import ci.galley.model.Projects;
import ci.galley.model.Sources;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The clones in {@code PROJECTS_DIR}. Safe for use by several threads. */
public final class Clones implements Projects, Sources {
    private final Layout layout;
    private final Processes processes;
    private final GitEnvironment environment;
    private final GitLimits limits;
    private final FactsCache facts;
    private final Map<ProjectName, Patterns> patterns = new ConcurrentHashMap<>();

    public Clones(Layout layout, Processes processes) {
        this(layout, processes, System.getenv(), GitLimits.DEFAULT);
    }

    /**
     * @param variables what our own environment holds
     */
    Clones(Layout layout, Processes processes, Map<String, String> variables, GitLimits limits) {
        this.layout = layout;
        this.processes = processes;
        this.environment = new GitEnvironment(variables);
        this.limits = limits;
        this.facts = new FactsCache(variables);
    }

    /** The branches that a commit's {@code .ci.json} names. */
    private record Patterns(CommitHash commit, List<String> globs) {}

    /** The clone of a project, whether or not it is there. */
    public Clone open(ProjectName name) {
        return new Clone(new Git(layout.clone(name), processes, environment, limits), processes);
    }

    @Override
    public List<Project> list() {
        TreeSet<ProjectName> names = new TreeSet<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(layout.projectsDir())) {
            for (Path folder : folders) {
                ProjectName.parse(String.valueOf(folder.getFileName())).ifPresent(names::add);
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of(); // the folder is gone, or its disk
        }
        List<Project> projects = new ArrayList<>();
        names.forEach(name -> find(name).ifPresent(projects::add));
        return projects;
    }

    @Override
    public Optional<Project> find(ProjectName name) {
        if (!exists(name)) {
            facts.forget(name);
            patterns.remove(name);
            return Optional.empty();
        }
        Facts known = facts.of(name, open(name));
        return Optional.of(new Project(name, known.branch(), known.url(), known.problem()));
    }

    @Override
    public boolean exists(ProjectName name) {
        Path folder = layout.clone(name);
        return !layout.isOutput(name.value())
                && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.exists(folder.resolve(".git"));
    }

    @Override
    public boolean builds(ProjectName name, String branch) {
        if (!exists(name)) {
            return false;
        }
        Clone clone = open(name);
        Facts known = facts.of(name, clone);
        if (branch.equals(known.branch())) {
            return true;
        }
        try {
            Optional<CommitHash> head = clone.head(known);
            return head.isPresent()
                    && patterns(name, clone, head.get()).stream().anyMatch(glob -> Glob.matches(glob, branch));
        } catch (BuildException e) {
            return false; // the next build of the tracked branch says what is wrong with .ci.json
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public boolean isAncestor(ProjectName name, CommitHash ancestor, CommitHash descendant) {
        try {
            return exists(name) && open(name).isAncestor(ancestor, descendant);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public Optional<CommitHash> newestCommit(ProjectName name) throws InterruptedException {
        Optional<CommitHash> newest = newestRemoteCommit(name);
        return newest.isPresent() || !exists(name) ? newest : open(name).head();
    }

    @Override
    public Optional<CommitHash> newestRemoteCommit(ProjectName name) throws InterruptedException {
        if (!exists(name)) {
            return Optional.empty();
        }
        Clone clone = open(name);
        try {
            return newestOfRemote(clone, clone.facts());
        } catch (BuildException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Lines> lines(ProjectName name, CommitHash commit, String file, int line, int context)
            throws InterruptedException {
        try {
            return exists(name) ? new SourceReader(open(name)).lines(commit, file, line, context) : Optional.empty();
        } catch (BuildException e) {
            return Optional.empty();
        }
    }

    @Override
    public Changes between(ProjectName name, CommitHash older, CommitHash newer, int most) throws InterruptedException {
        try {
            return exists(name) ? new SourceReader(open(name)).between(older, newer, most) : Changes.NONE;
        } catch (BuildException e) {
            return Changes.NONE;
        }
    }

    private Optional<CommitHash> newestOfRemote(Clone clone, Facts known) throws BuildException, InterruptedException {
        if (known.remote() == null || known.branch() == null) {
            return Optional.empty();
        }
        String ref = "refs/heads/" + known.branch();
        Git.Answer answer = clone.git()
                .askRemote(known.userHasSsh(), Deadline.in(limits.network()), "ls-remote", known.remote(), ref);
        return answer.output()
                .lines()
                .filter(line -> answer.ok() && line.endsWith("\t" + ref))
                .findFirst()
                .flatMap(line -> CommitHash.parse(line.substring(0, line.indexOf('\t'))));
    }

    private List<String> patterns(ProjectName name, Clone clone, CommitHash head)
            throws BuildException, InterruptedException {
        Patterns known = patterns.get(name);
        if (known == null || !known.commit().equals(head)) {
            known = new Patterns(head, clone.config(head).branches());
            patterns.put(name, known);
        }
        return known.globs();
    }
}

package ci.galley.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Projects that a test lays down, without folders. */
public final class FixedProjects implements Projects {
    private final Map<ProjectName, Project> projects = new LinkedHashMap<>();
    private Set<String> built = Set.of();

    public FixedProjects with(Project project) {
        projects.put(project.name(), project);
        return this;
    }

    /** A sound project that tracks {@code master}. */
    public FixedProjects with(String name, String remote) {
        return with(new Project(new ProjectName(name), "master", remote, null));
    }

    /** What {@code "branches"} in every {@code .ci.json} names. */
    public FixedProjects building(String... branches) {
        built = Set.of(branches);
        return this;
    }

    @Override
    public List<Project> list() {
        return List.copyOf(projects.values());
    }

    @Override
    public Optional<Project> find(ProjectName name) {
        return Optional.ofNullable(projects.get(name));
    }

    @Override
    public boolean exists(ProjectName name) {
        return projects.containsKey(name);
    }

    @Override
    public boolean builds(ProjectName name, String branch) {
        return find(name).map(project -> branch.equals(project.branch())).orElse(false) || built.contains(branch);
    }

    @Override
    public boolean isAncestor(ProjectName name, CommitHash ancestor, CommitHash descendant) {
        return false;
    }

    @Override
    public Optional<CommitHash> newestCommit(ProjectName name) {
        return Optional.empty();
    }

    @Override
    public Optional<CommitHash> newestRemoteCommit(ProjectName name) {
        return Optional.empty();
    }
}

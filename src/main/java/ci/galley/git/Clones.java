package ci.galley.git;

import ci.galley.model.CommitHash;
import ci.galley.model.Layout;
import ci.galley.model.Project;
import ci.galley.model.ProjectName;
import ci.galley.model.Projects;
import ci.galley.support.process.Processes;
import java.util.List;
import java.util.Optional;

/** The clones in {@code PROJECTS_DIR}. */
public final class Clones implements Projects {
    private final Layout layout;
    private final Processes processes;

    public Clones(Layout layout, Processes processes) {
        this.layout = layout;
        this.processes = processes;
    }

    /** The clone of a project, whether or not it is there. */
    public Clone open(ProjectName name) {
        return new Clone(layout.clone(name), processes);
    }

    @Override
    public List<Project> list() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Project> find(ProjectName name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean exists(ProjectName name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean builds(ProjectName name, String branch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isAncestor(ProjectName name, CommitHash ancestor, CommitHash descendant) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<CommitHash> newestCommit(ProjectName name) throws InterruptedException {
        throw new UnsupportedOperationException();
    }
}

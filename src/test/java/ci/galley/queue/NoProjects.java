package ci.galley.queue;

import ci.galley.model.CommitHash;
import ci.galley.model.Project;
import ci.galley.model.ProjectName;
import ci.galley.model.Projects;
import java.util.List;
import java.util.Optional;

/** Knows nothing. */
class NoProjects implements Projects {
    @Override
    public List<Project> list() {
        return List.of();
    }

    @Override
    public Optional<Project> find(ProjectName name) {
        return Optional.empty();
    }

    @Override
    public boolean exists(ProjectName name) {
        return false;
    }

    @Override
    public boolean builds(ProjectName name, String branch) {
        return false;
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

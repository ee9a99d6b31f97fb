package ci.galley.model;

import java.nio.file.Path;

/**
 * Where the files are.
 *
 * @param projectsDir the folder of the clones, absolute
 * @param outputSuffix what the name of a project's output folder ends in
 */
public record Layout(Path projectsDir, String outputSuffix) {
    /** The user's clone. */
    public Path clone(ProjectName project) {
        return projectsDir.resolve(project.value());
    }

    /** What is published for a project: {@code Maths_build}. */
    public Path output(ProjectName project) {
        return projectsDir.resolve(project.value() + outputSuffix);
    }

    /** What is kept of one build: {@code Maths_build/<hash>}. */
    public Path build(ProjectName project, CommitHash commit) {
        return output(project).resolve(commit.value());
    }

    /** Galley's private folder of a project: the checkout and what helps to build it. */
    public Path work(ProjectName project) {
        return output(project).resolve(".work");
    }

    /** Whether a folder of this name holds output, and so is no project. */
    public boolean isOutput(String folderName) {
        return folderName.endsWith(outputSuffix);
    }
}

package ci.galley;

import ci.galley.git.Clone;
import ci.galley.git.Clones;
import ci.galley.model.BuildException;
import ci.galley.model.CiConfig;
import ci.galley.model.CommitHash;
import ci.galley.model.Layout;
import ci.galley.model.Project;
import ci.galley.model.ProjectName;
import ci.galley.support.process.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks at the folders of {@code PROJECTS_DIR}: what Galley makes of each, and what keeps it from building it. */
final class ProjectCheck {
    private final Layout layout;
    private final Clones clones;

    ProjectCheck(Layout layout, Processes processes) {
        this.layout = layout;
        this.clones = new Clones(layout, processes);
    }

    /** A sentence for each folder that is a clone, by name. */
    Map<String, String> run() throws InterruptedException {
        Map<String, String> found = new TreeMap<>();
        for (Project project : clones.list()) {
            found.put(project.name().value(), sentence(project));
        }
        clonesThatAreNoProjects(found);
        return found;
    }

    private String sentence(Project project) throws InterruptedException {
        if (project.problem() != null) {
            return "PROBLEM: " + project.problem();
        }
        String where = project.branch() + " of " + (project.remote() == null ? "no remote" : project.remote());
        Clone clone = clones.open(project.name());
        Optional<CommitHash> head = clone.head();
        if (head.isEmpty()) {
            return where;
        }
        try {
            CiConfig config = clone.config(head.get());
            String language = config.language().name().toLowerCase(Locale.ROOT);
            return where + ", " + language + (config.main() == null ? "" : " " + config.main() + ".tex");
        } catch (BuildException e) {
            return where + "; PROBLEM: " + e.getMessage();
        }
    }

    private void clonesThatAreNoProjects(Map<String, String> found) {
        try (Stream<Path> folders = Files.list(layout.projectsDir())) {
            folders.filter(folder -> Files.exists(folder.resolve(".git"))).forEach(folder -> {
                String name = String.valueOf(folder.getFileName());
                if (!name.startsWith(".")) {
                    found.computeIfAbsent(name, missing -> "PROBLEM: not a project: " + whyNot(folder, missing));
                }
            });
        } catch (IOException | UncheckedIOException e) {
            found.put(layout.projectsDir().toString(), "PROBLEM: this folder cannot be read by this user");
        }
    }

    private String whyNot(Path folder, String name) {
        if (layout.isOutput(name)) {
            return "its name ends in \"" + layout.outputSuffix() + "\", as those of output folders do; rename it";
        }
        if (!ProjectName.isValid(name)) {
            return "its name has to begin with a letter or a digit, to have at most 64 letters, digits, dots, dashes and"
                    + " underscores, and to be none of Galley's own addresses; rename it";
        }
        return Files.isSymbolicLink(folder) ? "it is a symbolic link; clone it here" : "it cannot be read";
    }
}

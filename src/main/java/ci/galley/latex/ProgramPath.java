package ci.galley.latex;

import ci.galley.support.process.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the programs of builds are.
 *
 * @param first folders that the user put in front ({@code CI_PATH})
 * @param ours our own {@code PATH}
 */
record ProgramPath(SearchPath first, SearchPath ours) {
    /** What every sandbox shows. */
    private static final List<Path> SYSTEM = List.of(Path.of("/usr"), Path.of("/bin"), Path.of("/sbin"));

    private static final int DEEPEST = 6;

    /** The {@code PATH} of builds without a sandbox. */
    SearchPath outside() {
        return first.then(ours);
    }

    /** The {@code PATH} of builds in a sandbox: of ours, what can be seen there. */
    SearchPath inside() {
        return first.then(new SearchPath(
                ours.folders().stream().filter(ProgramPath::isSystem).toList()));
    }

    /**
     * What a sandbox has to show, besides the system, for the programs in {@code first} to work: the folders, and the TeX
     * Live that each belongs to ({@code /opt/texlive/2025} for {@code /opt/texlive/2025/bin/x86_64-linux}).
     */
    List<Path> shown() {
        Set<Path> shown = new LinkedHashSet<>();
        for (Path folder : first.folders()) {
            addWithTexLive(folder.normalize(), shown);
            addWithTexLive(real(folder), shown);
        }
        return shown.stream()
                .filter(folder -> !isSystem(folder) && folder.getNameCount() > 0 && Files.isDirectory(folder))
                .toList();
    }

    private static void addWithTexLive(Path folder, Set<Path> shown) {
        List<Path> above = new ArrayList<>();
        for (Path at = folder; at != null && above.size() < DEEPEST; at = at.getParent()) {
            above.add(at);
            if (Files.isDirectory(at.resolve("texmf-dist"))) {
                shown.add(at);
                // Never the whole parent: it may be somebody's home.
                shown.add(at.resolveSibling("texmf-local"));
                break;
            }
        }
        shown.add(folder);
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.normalize(); // not there (yet)
        }
    }

    private static boolean isSystem(Path folder) {
        return SYSTEM.stream().anyMatch(folder::startsWith);
    }
}

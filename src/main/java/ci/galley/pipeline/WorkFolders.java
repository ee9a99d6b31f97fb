package ci.galley.pipeline;

import ci.galley.model.Layout;
import ci.galley.model.ProjectName;
import ci.galley.support.io.Sha256;
import ci.galley.support.io.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Galley's private folders of a project, one for each branch: what a build leaves suits the next one of its branch best. That
 * of the tracked branch stays; of others there are a few, those that were built last.
 */
final class WorkFolders {
    private static final int MOST_OTHERS = 3;
    private static final int NAME_LENGTH = 16;

    private static final Logger LOG = LoggerFactory.getLogger(WorkFolders.class);

    private final Layout layout;
    private final Clock clock;

    WorkFolders(Layout layout, Clock clock) {
        this.layout = layout;
        this.clock = clock;
    }

    /**
     * The folder for a build, which need not be there yet.
     *
     * @param other the branch, null for the tracked one and for a commit that is on none
     */
    Path of(ProjectName project, @Nullable String other) throws IOException {
        if (other == null) {
            return layout.work(project);
        }
        Path others = layout.work(project).resolve("branches");
        Path folder = Files.createDirectories(others.resolve(nameFor(other)));
        Files.setLastModifiedTime(folder, FileTime.from(clock.instant()));
        removeOldest(others);
        return folder;
    }

    private static void removeOldest(Path others) throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.list(others)) {
            folders = all.sorted(Comparator.comparing(WorkFolders::lastUse).reversed())
                    .skip(MOST_OTHERS)
                    .toList();
        }
        for (Path folder : folders) {
            try {
                Trees.delete(folder);
            } catch (IOException e) {
                LOG.warn("{} cannot be removed: {}", folder, e.toString());
            }
        }
    }

    private static FileTime lastUse(Path folder) {
        try {
            return Files.getLastModifiedTime(folder);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    /** A branch may have any name, also one that differs from another's in case alone. */
    private static String nameFor(String branch) {
        return Sha256.of(branch).substring(0, NAME_LENGTH);
    }
}

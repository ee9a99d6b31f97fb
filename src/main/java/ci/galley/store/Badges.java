package ci.galley.store;

import ci.galley.model.Build;
import ci.galley.support.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws the badges beside the records, for people and programs that read the files. No build fails because of one. */
final class Badges {
    private static final Logger LOG = LoggerFactory.getLogger(Badges.class);

    private final Function<Build, byte[]> drawing;

    Badges(Function<Build, byte[]> drawing) {
        this.drawing = drawing;
    }

    /**
     * Draws a build's badge, unless it is the same as that of the record before.
     *
     * @param old the record before, null where there was none
     */
    void draw(Build build, @Nullable Build old, Path folder) {
        if (old == null || old.state() != build.state() || !renew(folder)) {
            draw(build, folder);
        }
    }

    /** Makes a badge as new as a record that has just been written; false where there is none. */
    private static boolean renew(Path folder) {
        try {
            Files.setLastModifiedTime(folder.resolve(FileNames.BADGE), FileTime.from(Instant.now()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void draw(Build build, Path folder) {
        try {
            AtomicFiles.write(folder.resolve(FileNames.BADGE), drawing.apply(build));
        } catch (IOException e) {
            LOG.warn("{}: the badge of {} cannot be written: {}", build.project(), build.commit(), e.toString());
            remove(folder);
        } catch (RuntimeException e) {
            LOG.error("{}: the badge of {} cannot be drawn", build.project(), build.commit(), e);
            remove(folder);
        }
    }

    /** No badge is better than one of another state, and is drawn with the next change. */
    private static void remove(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(FileNames.BADGE));
        } catch (IOException e) {
            // what could not be written cannot be removed either, such as on a disk that was taken away
        }
    }

    /** Draws a badge that is missing or older than its record, because of a crash between the two. */
    void mend(Build build, Path folder) {
        try {
            Path badge = folder.resolve(FileNames.BADGE);
            if (Files.getLastModifiedTime(badge).compareTo(Files.getLastModifiedTime(folder.resolve(FileNames.RECORD)))
                    < 0) {
                draw(build, folder);
            }
        } catch (IOException e) {
            // mostly because there is none
            draw(build, folder);
        }
    }
}

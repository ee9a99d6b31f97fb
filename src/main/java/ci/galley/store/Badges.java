package ci.galley.store;

import ci.galley.model.Build;
import ci.galley.support.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws the badges beside the records, for people and programs that read the files. No build fails because of one. */
final class Badges {
    private static final Logger LOG = LoggerFactory.getLogger(Badges.class);

    private final Function<Build, byte[]> drawing;

    Badges(Function<Build, byte[]> drawing) {
        this.drawing = drawing;
    }

    void draw(Build build, Path folder) {
        try {
            AtomicFiles.write(folder.resolve(FileNames.BADGE), drawing.apply(build));
        } catch (IOException e) {
            LOG.warn("{}: the badge of {} cannot be written: {}", build.project(), build.commit(), e.toString());
        } catch (RuntimeException e) {
            LOG.error("{}: the badge of {} cannot be drawn", build.project(), build.commit(), e);
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

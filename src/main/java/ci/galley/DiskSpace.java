package ci.galley;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether there is room for builds. */
final class DiskSpace {
    /** A build of a book with its auxiliary files takes less. */
    private static final long LEAST_BYTES = 64L << 20;

    private final Path folder;

    DiskSpace(Path folder) {
        this.folder = folder;
    }

    /** What is wrong, in a sentence; nothing while all is well. */
    Optional<String> problem() {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            return free >= LEAST_BYTES
                    ? Optional.empty()
                    : Optional.of("The disk is nearly full: " + (free >> 20) + " MiB are left; make room");
        } catch (IOException e) {
            return Optional.of("The folder of the projects cannot be read");
        }
    }
}

package ci.galley.support.io;

import java.io.IOException;
import java.nio.file.Path;

/** Another process has a folder that may have one user only. */
public final class FolderInUseException extends IOException {
    /**
     * @param process the number of the process that has it
     */
    public FolderInUseException(Path folder, String process) {
        super(folder + " is in use by another process (number " + process + "); stop it first");
    }
}

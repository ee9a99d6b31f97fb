package ci.galley.store;

import ci.galley.support.process.Transcript;
import java.io.OutputStream;

/** The {@code .log} of one attempt: grows while it runs, cut at 4 MiB with a line that says so. */
public final class BuildLog implements Transcript, AutoCloseable {
    BuildLog() {}

    @Override
    public void command(String shown) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void say(String sentence) {
        throw new UnsupportedOperationException();
    }

    @Override
    public OutputStream output() {
        throw new UnsupportedOperationException();
    }

    /** Closes the file; what is said afterwards is lost. */
    @Override
    public void close() {}
}

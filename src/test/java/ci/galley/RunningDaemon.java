package ci.galley;

import java.nio.file.Path;
import java.util.Map;

/** The daemon in this process, for tests of other packages. */
public final class RunningDaemon implements AutoCloseable {
    private final Daemon daemon;

    private RunningDaemon(Daemon daemon) {
        this.daemon = daemon;
    }

    /** Starts a daemon; fails the test if it does not start. */
    public static RunningDaemon start(Map<String, String> environment) {
        try {
            return new RunningDaemon(Daemon.start(Config.of(environment, Path.of(""))));
        } catch (ConfigException | StartException e) {
            throw new AssertionError(e);
        }
    }

    public int port() {
        return daemon.port();
    }

    @Override
    public void close() {
        daemon.close();
    }
}

package ci.galley.frontdoor;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real git server, so that a remote is a URL with an owner and a name, as GitHub's are. */
final class GitDaemon implements AutoCloseable {
    private final Process process;
    private final int port;

    private GitDaemon(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Serves the repositories below a folder on a free port of this machine. */
    static GitDaemon serve(Path remotes) {
        try {
            int port = freePort();
            Process process = new ProcessBuilder(
                            "git",
                            "daemon",
                            "--export-all",
                            "--reuseaddr",
                            "--listen=127.0.0.1",
                            "--port=" + port,
                            "--base-path=" + remotes,
                            remotes.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            await("git daemon").atMost(Duration.ofSeconds(20)).until(() -> answers(port));
            return new GitDaemon(process, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of a repository. */
    String address(Upstream upstream) {
        return "git://127.0.0.1:" + port + "/" + upstream.fullName() + ".git";
    }

    /** From now on nobody gets an answer, though connections are taken, until {@link #resume}. */
    void pause() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name, Long.toString(process.pid())));
        process.descendants().map(handle -> Long.toString(handle.pid())).forEach(command::add);
        Upstream.run(Path.of("/"), command.toArray(String[]::new));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}

package ci.galley.readme;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real nginx with a site of the README, on a loopback port of its own, in front of a daemon. */
public final class Nginx implements AutoCloseable {
    /** What the page of the React application is here, for a site that has a {@code root}. */
    public static final String PAGE = "<title>the page</title>\n";

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts nginx and waits until it accepts connections.
     *
     * @param folder a folder of its own, for everything that it writes
     * @param site a site as the README gives it, for port 80 and a daemon on port 8000
     * @param daemonPort where the daemon listens on loopback
     */
    public static Nginx start(Path folder, String site, int daemonPort) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            Path output = folder.resolve("output");
            Process process = new ProcessBuilder(
                            program(), "-p", folder.toString(), "-c", configure(folder, site, port, daemonPort))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            Nginx nginx = new Nginx(process, port);
            Awaitility.await("nginx")
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !process.isAlive() || nginx.accepts());
            if (process.isAlive()) {
                return nginx;
            }
            String said = Files.readString(output);
            if (attempt == 5 || !said.contains("Address already in use")) { // somebody else was given the same port
                throw new IOException("nginx does not start:\n" + said);
            }
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Debian puts nginx where only root looks for programs. */
    private static String program() {
        for (String folder : (System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, "nginx"))) {
                return folder + "/nginx";
            }
        }
        throw new IllegalStateException("nginx is missing: apt-get install nginx-light");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String configure(Path folder, String site, int port, int daemonPort) throws IOException {
        Path root = Files.createDirectories(folder.resolve("root"));
        Files.writeString(root.resolve("index.html"), PAGE);
        Files.writeString(folder.resolve("site.conf"), render(site, root, port, daemonPort));
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, """
                daemon off;
                %s
                worker_processes 1;
                pid nginx.pid;
                error_log error.log;
                events {}
                http {
                    access_log off;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    include site.conf;
                }
                """.formatted(isRoot() ? "user root;" : ""));
        return configuration.toString();
    }

    /** The same site, on other ports; only on IPv4, so that one port is enough. */
    private static String render(String site, Path root, int port, int daemonPort) {
        return site.replaceAll("(?m)^ *listen \\[::\\]:80;\\n", "")
                .replaceAll("(?m)^( *)listen 80;", "$1listen 127.0.0.1:" + port + ";")
                .replaceAll("(?m)^( *)root .*;", "$1root " + root + ";")
                .replaceAll("(http://(localhost|127\\.0\\.0\\.1)):8000", "$1:" + daemonPort);
    }

    /** Nginx gives its workers up to another user where it can, who may not look into a folder of ours. */
    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }
}

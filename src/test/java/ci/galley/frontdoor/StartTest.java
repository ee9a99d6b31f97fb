package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the daemon starts, refuses to start, and stops. */
@Tag("front-door")
class StartTest {
    @TempDir
    Path folder;

    @AfterEach
    void removeLinks() throws IOException {
        PathWithout.remove(folder);
    }

    @Test
    void saysWhereItListensAndStopsOnTerm() throws IOException {
        try (DaemonProcess daemon = DaemonProcess.start(folder, Map.of("PORT", "0"))) {
            assertThat(RawHttp.get(daemon.port(), "/healthz", "Host: localhost").status())
                    .isEqualTo(200);
            assertThat(daemon.output()).contains("SECRET");
            assertThat(daemon.output().lines())
                    .allMatch(line -> line.matches("2\\d{3}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d (INFO|WARN) .+"));
            long start = System.nanoTime();
            daemon.terminate();
            assertThat(daemon.exitStatus()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void namesEveryBadVariableInOneMessage() {
        DaemonProcess daemon = DaemonProcess.launch(
                folder,
                Map.of(
                        "PORT", "eighty",
                        "BUILD_TIMEOUT", "soon",
                        "SANDBOX", "maybe",
                        "DOMAIN", "ci.example.com",
                        "OUTPUT_SUFFIX", "/../x",
                        "SECRET", "  ",
                        "PROJECTS_DIR", folder.resolve("missing").toString()));
        assertThat(daemon.exitStatus()).isEqualTo(1);
        assertThat(daemon.output())
                .contains("PORT", "BUILD_TIMEOUT", "SANDBOX", "DOMAIN", "OUTPUT_SUFFIX", "SECRET", "PROJECTS_DIR");
        assertThat(daemon.output().strip().lines()).hasSize(1);
    }

    @Test
    void refusesAPortInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            DaemonProcess daemon = DaemonProcess.launch(folder, Map.of("PORT", Integer.toString(other.getLocalPort())));
            assertThat(daemon.exitStatus()).isEqualTo(1);
            assertThat(daemon.output()).contains("PORT").contains(Integer.toString(other.getLocalPort()));
        }
    }

    @Test
    void refusesToBeTheSecondDaemonOnAFolderAndTakesOverAfterAKill() throws IOException {
        try (DaemonProcess first = DaemonProcess.start(folder, Map.of("PORT", "0"))) {
            DaemonProcess second = DaemonProcess.launch(folder, Map.of("PORT", "0"));
            assertThat(second.exitStatus()).isEqualTo(1);
            assertThat(second.output()).contains("in use by another process");
            assertThat(RawHttp.get(first.port(), "/healthz", "Host: localhost").status())
                    .isEqualTo(200);
            first.kill();
        }
        try (DaemonProcess third = DaemonProcess.start(folder, Map.of("PORT", "0"))) {
            assertThat(third.handle().isAlive()).isTrue();
        }
    }

    @Test
    void refusesToStartWithoutGitOrLatexmk() throws IOException {
        for (String missing : new String[] {"git", "latexmk"}) {
            DaemonProcess daemon =
                    DaemonProcess.launch(folder, Map.of("PORT", "0", "PATH", PathWithout.program(folder, missing)));
            assertThat(daemon.exitStatus()).as(missing).isEqualTo(1);
            assertThat(daemon.output()).contains(missing).contains("apt install");
        }
    }

    @Test
    void refusesToStartWithoutTheSandboxThatItMustHave() throws IOException {
        DaemonProcess daemon = DaemonProcess.launch(
                folder, Map.of("PORT", "0", "SANDBOX", "bwrap", "PATH", PathWithout.program(folder, "bwrap")));
        assertThat(daemon.exitStatus()).isEqualTo(1);
        assertThat(daemon.output()).contains("bubblewrap");
    }

    @Test
    void answersAtOnceAndBuildsOnceItIsKnownWhatHoldsBuildsIn() throws IOException {
        Upstream upstream = Upstream.create(folder.resolve("remotes"), "Maths").document("Hello.");
        String build = "/api/Maths/" + upstream.commit("Begin");
        Upstream.run(folder, "git", "clone", "--quiet", upstream.bare().toString(), "Maths");
        Path known = folder.resolve("known");
        Path bwrap = Files.createDirectories(folder.resolve("bin")).resolve("bwrap");
        Files.writeString(bwrap, """
                #!/bin/sh
                until [ -e '%s' ]; do sleep 0.01; done
                exec /usr/bin/bwrap "$@"
                """.formatted(known));
        Files.setPosixFilePermissions(bwrap, PosixFilePermissions.fromString("rwxr-xr-x"));
        int port = freePort();
        Map<String, String> environment =
                Map.of("PORT", Integer.toString(port), "PATH", bwrap.getParent() + ":" + System.getenv("PATH"));
        try (DaemonProcess daemon = DaemonProcess.launch(folder, environment)) {
            await().ignoreException(ConnectException.class)
                    .until(() -> get(port, "/healthz").status() == 200);
            assertThat(get(port, build + "/build").status()).isEqualTo(202);
            assertThat(get(port, build).body()).contains("\"state\":\"queued\"");
            assertThat(daemon.output()).doesNotContain("listens");
            Files.createFile(known);
            daemon.awaitListening();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> get(port, build).body().contains("\"state\":\"success\""));
        }
    }

    private static RawHttp.Answer get(int port, String path) throws IOException {
        return RawHttp.get(port, path, "Host: localhost");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            return socket.getLocalPort();
        }
    }

    @Test
    void saysInPlainWordsWhatIsNotKeptApart() throws IOException {
        try (DaemonProcess restricted =
                DaemonProcess.start(folder, Map.of("PORT", "0", "PATH", PathWithout.program(folder, "bwrap")))) {
            assertThat(restricted.output())
                    .contains("whoever can push can run commands as you")
                    .contains("bubblewrap");
        }
        try (DaemonProcess off = DaemonProcess.start(folder, Map.of("PORT", "0", "SANDBOX", "off"))) {
            assertThat(off.output()).contains("everyone who can push");
        }
    }

    @Test
    void checkPrintsConfigurationToolsAndProjectsWithoutSecrets() {
        Upstream upstream = Upstream.create(folder.resolve("remotes"), "Maths").document("Hello.");
        upstream.commit("Begin");
        Upstream.run(folder, "git", "clone", "--quiet", upstream.bare().toString(), "Maths");
        DaemonProcess check = DaemonProcess.launch(
                folder, Map.of("SECRET", "canary1", "TOKEN", "canary2", "PASSWORD", "canary3"), "--check");
        assertThat(check.exitStatus()).isZero();
        assertThat(check.output())
                .contains("PROJECTS_DIR", "latexmk", "Version 4", "git version", "Maths")
                .doesNotContain("canary");
    }

    @Test
    void helpAndVersionAndWrongUsage() {
        DaemonProcess help = DaemonProcess.launch(folder, Map.of(), "--help");
        assertThat(help.exitStatus()).isZero();
        assertThat(help.output()).contains("--check", "PROJECTS_DIR", "BUILD_TIMEOUT");
        DaemonProcess version = DaemonProcess.launch(folder, Map.of(), "--version");
        assertThat(version.exitStatus()).isZero();
        assertThat(version.output()).matches("Galley \\d+\\.\\d+\\.\\d+\\s*");
        DaemonProcess wrong = DaemonProcess.launch(folder, Map.of(), "--demo");
        assertThat(wrong.exitStatus()).isEqualTo(2);
        assertThat(wrong.output()).contains("--help");
    }
}

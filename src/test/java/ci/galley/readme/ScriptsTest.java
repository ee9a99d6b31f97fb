package ci.galley.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the scripts do besides what the README types: another folder, no Maven, no Java. */
class ScriptsTest {
    @TempDir
    Path folder;

    /** As after unpacking a release: the scripts, a jar, no sources. */
    private Path release;

    private record Ended(int status, String output) {}

    @BeforeEach
    void unpackARelease() throws IOException {
        release = folder.toRealPath().resolve("galley");
        try (Stream<Path> files = Files.walk(Readme.TOP.resolve("scripts"))) {
            for (Path file : files.toList()) {
                Path copy = release.resolve(Readme.TOP.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        writeJar(release.resolve("galley.jar"));
    }

    @Test
    void aReleasedJarNeedsNoMaven() throws Exception {
        Ended ended = run(bare(true, start(), "--check"), Map.of());
        assertThat(ended.output()).contains("arguments: --check");
        assertThat(ended.status()).isZero();
    }

    @Test
    void itStaysWhereItIsCalledAndMayBeCalledThroughALink() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("else where")).toRealPath();
        Path link = Files.createSymbolicLink(elsewhere.resolve("galley"), Path.of(start()));
        assertThat(run(List.of("bash", "-c", "cd '" + elsewhere + "' && " + "./" + link.getFileName()), Map.of())
                        .output())
                .contains("directory: " + elsewhere + "\n");
    }

    @Test
    void namesOfFilesAreUtf8WhateverTheLocale() throws Exception {
        assertThat(run(List.of(start()), Map.of("LC_ALL", "C")).output()).contains("file names: UTF-8");
        assertThat(run(List.of(start()), Map.of("LC_ALL", "", "LANG", "")).output())
                .contains("file names: UTF-8");
    }

    @Test
    void helpSpeaksOfTheDemoToo() throws Exception {
        assertThat(run(List.of(start(), "--help"), Map.of()).output()).contains("--demo ", "arguments: --help");
    }

    @Test
    void withoutJavaItPrintsTheLineThatInstallsIt() throws Exception {
        Ended ended = run(bare(false, start()), Map.of("JAVA_HOME", ""));
        assertThat(ended.output())
                .contains("Galley needs more packages")
                .containsPattern("apt-get install -y --no-install-recommends (openjdk-17|default)-jdk-headless\\n");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void withoutJarAndSourcesItSaysWhereTheyComeFrom() throws Exception {
        Files.delete(release.resolve("galley.jar"));
        Ended ended = run(List.of(start()), Map.of());
        assertThat(ended.output()).contains("download the jar of a release into that folder");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void withoutMavenItPrintsTheLineThatInstallsIt() throws Exception {
        Files.move(release.resolve("galley.jar"), release.resolve("pom.xml")); // sources, and nothing built
        Ended ended = run(bare(true, start()), Map.of());
        assertThat(ended.output())
                .contains("Building Galley needs more packages", "apt-get install -y --no-install-recommends maven\n");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void theServiceRunsInTheFolderWithTheClones() throws Exception {
        Path clones = Files.createDirectories(folder.resolve("my clones")).toRealPath();
        String install = release + "/scripts/install-service.sh";
        Ended ended = run(List.of(install, "--user", "daemon", "--print"), Map.of("PROJECTS_DIR", clones.toString()));
        assertThat(ended.output())
                .contains("WorkingDirectory=" + clones + "\n", "EnvironmentFile=-" + clones + "/galley.env\n")
                .contains("ExecStart=\"" + start() + "\"\n")
                .doesNotContain("@");
        Path unit = Files.writeString(folder.resolve("galley.service"), ended.output());
        String verify = "! command -v systemd-analyze || systemd-analyze verify " + unit;
        assertThat(run(List.of("bash", "-c", verify), Map.of()).status()).isZero();
    }

    @Test
    void aServiceOfOnesOwnIsInstalledAndTakenAway() throws Exception {
        Path clones = Files.createDirectories(folder.resolve("clones")).toRealPath();
        Path unit = folder.resolve("home/.config/systemd/user/galley.service");
        Path settings = clones.resolve("galley.env");

        Ended installed = install(clones, "exit 0");
        assertThat(installed.output()).contains("Galley runs", "systemctl --user status galley", "enable-linger");
        assertThat(installed.status()).isZero();
        assertThat(Files.readString(unit))
                .contains("WorkingDirectory=" + clones + "\n", "WantedBy=default.target")
                .doesNotContain("User=", "@");
        assertThat(Files.readString(folder.resolve("asked")))
                .contains("--user daemon-reload\n--user enable galley.service\n--user restart galley.service\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)))
                .isEqualTo("rw-------");

        Files.writeString(settings, "SECRET=mine\n");
        Ended again = install(clones, "[ \"$2\" != is-active ]");
        assertThat(again.output()).contains("does not stay up", "journalctl --user -u galley");
        assertThat(again.status()).isEqualTo(1);
        assertThat(settings).hasContent("SECRET=mine\n");

        assertThat(install(clones, "exit 0", "--uninstall").output()).contains("Galley is stopped");
        assertThat(unit).doesNotExist();
        assertThat(settings).exists();
        assertThat(install(clones, "exit 0", "--uninstall").output()).contains("nothing to uninstall");
    }

    /** As somebody who is not root, on a machine whose systemctl writes down what it is asked, and ends like that. */
    private Ended install(Path clones, String end, String... options) throws IOException, InterruptedException {
        Path bin = Files.createDirectories(folder.resolve("bin")).toRealPath();
        Path systemctl = bin.resolve("systemctl");
        Files.writeString(systemctl, "#!/bin/sh\necho \"$@\" >>" + folder.resolve("asked") + "\n" + end + "\n");
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = new ArrayList<>(
                List.of("bwrap", "--dev-bind", "/", "/", "--unshare-user", "--uid", "1000", "--gid", "1000", "--"));
        command.add(release + "/scripts/install-service.sh");
        command.addAll(List.of(options));
        return run(
                command,
                Map.of(
                        "PROJECTS_DIR",
                        clones.toString(),
                        "HOME",
                        folder.resolve("home").toString(),
                        "PATH",
                        bin + ":/usr/bin:/bin"));
    }

    @Test
    void wrongOptionsOfTheOtherScriptsAreRefused() throws Exception {
        for (String script : List.of("test.sh", "bench.sh", "install-service.sh")) {
            Ended ended = run(List.of(release + "/scripts/" + script, "--wrong"), Map.of());
            assertThat(ended.output()).contains("unknown option --wrong");
            assertThat(ended.status()).isEqualTo(2);
        }
    }

    private String start() {
        return release + "/scripts/start.sh";
    }

    /** The same command on a machine that looks the same, but has no Maven; without Java: no Java either. */
    private static List<String> bare(boolean java, String... command) throws IOException {
        List<String> sandboxed = new ArrayList<>(List.of("bwrap", "--dev-bind", "/", "/"));
        Path maven = Path.of("/usr/bin/mvn");
        if (Files.exists(maven)) {
            // On Debian a link to a folder of its own
            String itsFolder = maven.toRealPath().resolve("..").normalize().toString();
            sandboxed.addAll(List.of("--tmpfs", itsFolder));
        }
        if (!java) {
            sandboxed.addAll(List.of("--tmpfs", "/usr/lib/jvm"));
        }
        sandboxed.addAll(List.of(command));
        return sandboxed;
    }

    private Ended run(List<String> command, Map<String, String> settings) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(List.of("PROJECTS_DIR", "XDG_CONFIG_HOME"));
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        environment.putAll(settings);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private static void writeJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Echo.class.getName());
        String entry = Echo.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                var content = Echo.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            content.transferTo(out);
        }
    }
}

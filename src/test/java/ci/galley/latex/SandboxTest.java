package ci.galley.latex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ci.galley.support.process.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {
    private final Processes processes = new Processes();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        processes.close();
    }

    @Test
    void bubblewrapIsUsedWhereItWorks() throws Exception {
        Sandbox sandbox = Sandbox.choose(SandboxMode.AUTO, processes, List.of());
        assertThat(sandbox.kind())
                .as("these tests need a bubblewrap that works: " + sandbox.problem())
                .isEqualTo(Sandbox.Kind.BWRAP);
        assertThat(sandbox.problem()).isNull();
        assertThat(sandbox.allowsLinks()).isTrue();
    }

    @Test
    void withoutBubblewrapBuildsAreRestricted() throws Exception {
        Sandbox sandbox = Sandbox.choose(
                SandboxMode.AUTO, processes, List.of(), Map.of("PATH", fake("bwrap-is-not-here", "exit 0")));
        assertThat(sandbox.kind()).isEqualTo(Sandbox.Kind.RESTRICTED);
        assertThat(sandbox.problem()).isEqualTo("bubblewrap is not installed: apt install bubblewrap");
        assertThat(sandbox.allowsLinks()).isFalse();
    }

    @Test
    void bubblewrapThatDoesNotWorkIsNotUsed() throws Exception {
        String path = fake("bwrap", "echo 'bwrap: No permissions to create new namespace' >&2; exit 1");
        Sandbox sandbox = Sandbox.choose(SandboxMode.AUTO, processes, List.of(), Map.of("PATH", path));
        assertThat(sandbox.kind()).isEqualTo(Sandbox.Kind.RESTRICTED);
        assertThat(sandbox.problem())
                .contains("does not work here (bwrap: No permissions to create new namespace)", "allow");
    }

    @Test
    void bubblewrapThatMustBeThereIsMissedAloud() throws Exception {
        String path = fake("bwrap", "echo 'bwrap: no' >&2; exit 1");
        assertThatThrownBy(() -> Sandbox.choose(SandboxMode.BWRAP, processes, List.of(), Map.of("PATH", path)))
                .isInstanceOf(SandboxMissingException.class)
                .hasMessageContaining("bubblewrap does not work here (bwrap: no)");
    }

    @Test
    void olderBubblewrapWithoutSizeWorks() throws Exception {
        String path = fake(
                        "bwrap",
                        "case \" $* \" in *' --size '*) echo 'bwrap: Unknown option --size' >&2; exit 1;; esac;"
                                + " exec /usr/bin/bwrap \"$@\"")
                + ":/usr/bin:/bin";
        Sandbox sandbox = Sandbox.choose(SandboxMode.BWRAP, processes, List.of(), Map.of("PATH", path));
        assertThat(sandbox.kind()).isEqualTo(Sandbox.Kind.BWRAP);
        Desk desk = new Desk(folder, SandboxMode.BWRAP).with(sandbox).document("Fine.");
        assertThat(desk.build().ok()).as(desk.log()).isTrue();
    }

    @Test
    void offNeedsNothing() throws Exception {
        Sandbox sandbox = Sandbox.choose(SandboxMode.OFF, processes, List.of(), Map.of("PATH", "/nowhere"));
        assertThat(sandbox.kind()).isEqualTo(Sandbox.Kind.OFF);
        assertThat(sandbox.allowsLinks()).isTrue();
    }

    @Test
    void wordsOfTheConfigurationAreKnown() {
        for (SandboxMode mode : SandboxMode.values()) {
            assertThat(SandboxMode.ofWord(mode.word())).contains(mode);
        }
        assertThat(SandboxMode.ofWord("on")).isEmpty();
    }

    @Test
    void texLiveOfTheSearchPathIsShownButNotWhatIsBesideIt() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home/me"));
        Path root = Files.createDirectories(home.resolve("texlive/2025"));
        Path bin = Files.createDirectories(root.resolve("bin/x86_64-linux"));
        Files.createDirectories(root.resolve("texmf-dist"));
        Files.writeString(home.resolve("diary.txt"), "secret");
        Files.writeString(root.resolve("texmf-dist/word.tex"), "found");
        Path latexmk = bin.resolve("latexmk");
        Files.writeString(
                latexmk,
                "#!/bin/sh\ncat \"$(dirname \"$0\")/../../texmf-dist/word.tex\"; ls -A " + home + "; echo > " + root
                        + "/x; exec /usr/bin/latexmk \"$@\"\n");
        assertThat(latexmk.toFile().setExecutable(true)).isTrue();
        Sandbox sandbox = Sandbox.choose(SandboxMode.BWRAP, processes, List.of(bin));
        Desk desk = new Desk(folder, SandboxMode.BWRAP).with(sandbox).document("Fine.");
        assertThat(desk.build().ok()).as(desk.log()).isTrue();
        assertThat(desk.log())
                .contains("found", "texlive", "Read-only file system")
                .doesNotContain("diary");
        assertThat(root.resolve("x")).doesNotExist();
    }

    @Test
    void limitsFitTheMachine() {
        Limits limits = Limits.ofThisMachine(Path.of("/usr/bin/prlimit"));
        assertThat(limits.addressSpaceBytes()).isBetween(1L << 30, 4L << 30);
        assertThat(limits.prefix(70, true))
                .contains("--fsize=536870912", "--cpu=70", "--core=0")
                .anyMatch(option -> option.startsWith("--nproc="));
        assertThat(limits.prefix(70, false)).noneMatch(option -> option.startsWith("--nproc="));
        assertThat(Limits.ofThisMachine(null).prefix(70, true)).isEmpty();
    }

    @Test
    void buildOfAKilledDaemonEndsWithItInTheSandbox() throws Exception {
        String word = orphan(SandboxMode.BWRAP);
        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(Survivors.with(word)).isEmpty());
    }

    @Test
    void buildOfAKilledDaemonIsSweptUpAtTheNextStart() throws Exception {
        String word = orphan(SandboxMode.OFF);
        assertThat(Survivors.with(word)).as("the fault is real").isNotEmpty();
        assertThat(Sandbox.killLeftovers(folder.resolve("wor")))
                .as("another folder's")
                .isZero();
        assertThat(Sandbox.killLeftovers(folder)).isPositive();
        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(Survivors.with(word)).isEmpty());
        assertThat(Sandbox.killLeftovers(folder)).isZero();
    }

    /** Builds an endless document in another JVM, and kills that. */
    private String orphan(SandboxMode mode) throws IOException, InterruptedException {
        String word = "orphan" + UUID.randomUUID().toString().replace("-", "");
        Process daemon = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessBuild.class.getName(),
                        folder.toString(),
                        mode.word(),
                        word)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("daemon.log").toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(folder.resolve("work/src/started.txt")));
        } finally {
            daemon.destroyForcibly().waitFor();
        }
        return word;
    }

    /** A folder with one program in it. */
    private String fake(String program, String script) throws IOException {
        Path programs = Files.createDirectories(folder.resolve("fake"));
        Path file = Files.writeString(programs.resolve(program), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return programs.toString();
    }
}

package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told who asks, or who is refused: {@code --check}, and the reasons for not starting. */
@Tag("front-door")
class CheckTest {
    @TempDir
    Path folder;

    @Test
    void everyFolderThatIsACloneHasItsSentence() throws IOException {
        clone("Good", upstream("Good").document("Hello."));
        clone("NoConfiguration", upstream("NoConfiguration").write("Document.tex", "Hello."));
        clone("Detached", upstream("Detached").document("Hello."));
        Upstream.run(folder.resolve("Detached"), "git", "checkout", "--quiet", "--detach");
        clone("Over ling", upstream("Good2").document("Hello."));
        clone("Maths_build", upstream("Good3").document("Hello."));
        Files.createSymbolicLink(folder.resolve("Linked"), folder.resolve("Good"));
        Files.createDirectory(folder.resolve("NoClone"));

        DaemonProcess check = check(Map.of());

        assertThat(check.exitStatus()).isZero();
        assertThat(lineOf("Good", check))
                .endsWith("Good.git, latex Document.tex")
                .startsWith("main of ");
        assertThat(lineOf("NoConfiguration", check)).contains("PROBLEM: .ci.json is missing");
        assertThat(lineOf("Detached", check)).contains("PROBLEM", "git switch main");
        assertThat(lineOf("Over ling", check)).contains("PROBLEM", "not a project", "its name");
        assertThat(lineOf("Maths_build", check)).contains("PROBLEM", "not a project", "\"_build\"");
        assertThat(lineOf("Linked", check)).contains("PROBLEM", "not a project", "symbolic link");
        assertThat(check.output()).doesNotContain("NoClone");
    }

    @Test
    void saysWhetherTheSandboxWorks() throws IOException {
        assertThat(lineOf("sandbox", check(Map.of()))).isEqualTo("Builds run in a sandbox (bubblewrap)");
        String bare = PathWithout.program(folder, "bwrap");
        assertThat(lineOf("sandbox", check(Map.of("PATH", bare))))
                .startsWith("No sandbox: whoever can push can run commands as you");
        DaemonProcess insisting = check(Map.of("PATH", bare, "SANDBOX", "bwrap"));
        assertThat(lineOf("sandbox", insisting)).contains("PROBLEM", "bubblewrap is not installed");
        assertThat(insisting.exitStatus()).isEqualTo(1);
    }

    @Test
    void addressOfAnotherMachineIsNoHostToListenOn() {
        DaemonProcess daemon = DaemonProcess.launch(folder, Map.of("HOST", "192.0.2.1", "PORT", "0"));
        assertThat(daemon.exitStatus()).isEqualTo(1);
        assertThat(daemon.output().strip())
                .isEqualTo("Cannot start: HOST is \"192.0.2.1\", which is no address of this machine;"
                        + " \"ip address\" lists those");
    }

    private DaemonProcess check(Map<String, String> environment) {
        DaemonProcess check = DaemonProcess.launch(folder, environment, "--check");
        check.exitStatus();
        return check;
    }

    /** What stands behind a name. */
    private static String lineOf(String name, DaemonProcess check) {
        return check.output()
                .lines()
                .filter(line -> line.startsWith("  " + name + " "))
                .map(line -> line.strip().substring(name.length()).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing about " + name + " in: " + check.output()));
    }

    private Upstream upstream(String name) {
        return Upstream.create(folder.resolve("remotes"), name);
    }

    private void clone(String name, Upstream upstream) {
        upstream.commit("Begin");
        Upstream.run(folder, "git", "clone", "--quiet", upstream.bare().toString(), name);
    }
}

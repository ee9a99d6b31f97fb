package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.CommitHash;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build may do in each mode. */
@Tag("front-door")
class SandboxTest {
    @TempDir
    Path folder;

    @AfterEach
    void removeLinks() throws IOException {
        PathWithout.remove(folder);
    }

    @Test
    void insideTheSandboxLatexmkrcAndShellEscapeAreHonoured() {
        try (Galley galley = Galley.start("SANDBOX", "bwrap")) {
            Upstream upstream = galley.project("Maths");
            upstream.document("\\immediate\\write18{echo escaped > escaped.tex}\\input{escaped}\\input{rc}")
                    .write(".ci.json", "{\"language\": \"latex\", \"main\": \"Document\", \"shellEscape\": true}")
                    .write(".latexmkrc", "system('echo configured > rc.tex');\n");
            JsonNode record = galley.build(upstream, upstream.commit("Use both"));
            assertThat(record.path("state").asText()).as(record.toString()).isEqualTo("success");
            assertThat(galley.words("/Maths/pdf")).contains("escaped").contains("configured");
        }
    }

    @Test
    void insideTheSandboxThereIsNoNetworkAndNothingOfTheMachine() throws IOException {
        try (Galley galley = Galley.start("SANDBOX", "bwrap")) {
            Upstream upstream = galley.project("Maths");
            upstream.document("\\input{seen}")
                    .write(
                            ".latexmkrc",
                            "system('(echo begin; ls " + galley.projects()
                                    + " /home /root; cat /etc/hostname /etc/passwd;"
                                    + " ls /sys/class/net; ls -d /proc/[0-9]* | wc -l; env; echo end) > seen.txt 2>/dev/null');"
                                    + "system('printf seen > seen.tex');");
            CommitHash commit = upstream.commit("Look around");
            JsonNode record = galley.build(upstream, commit);
            assertThat(record.path("state").asText()).as(record.toString()).isEqualTo("success");
            Path seen = galley.output("Maths").resolve(".work").resolve("src").resolve("seen.txt");
            assertThat(seen)
                    .content()
                    .startsWith("begin")
                    .endsWith("end\n")
                    .doesNotContain("Maths_build", "root:", "PROJECTS_DIR", "eth0")
                    .doesNotContain(InetAddress.getLocalHost().getHostName());
        }
    }

    @Test
    void restrictedModeHonoursNeitherAndRefusesLuaLatex() throws IOException {
        try (Galley galley = Galley.startProgram("PATH", PathWithout.program(folder, "bwrap"))) {
            Upstream upstream = galley.project("Maths");
            Path marker = galley.scratch().resolve("marker");
            upstream.document("\\immediate\\write18{touch " + marker + "}Fine.")
                    .write(".latexmkrc", "system('touch " + marker + "');\n");
            assertThat(galley.build(upstream, upstream.commit("Try"))
                            .path("state")
                            .asText())
                    .isEqualTo("success");
            assertThat(marker).doesNotExist();
            CommitHash lua = upstream.write(
                            ".ci.json", "{\"language\": \"latex\", \"main\": \"Document\", \"engine\": \"lualatex\"}")
                    .commit("Lua");
            JsonNode record = galley.build(upstream, lua);
            assertThat(record.path("state").asText()).isEqualTo("error");
            assertThat(record.path("reason").asText()).contains("bubblewrap");
        }
    }

    @Test
    void withoutASandboxEveryoneWhoCanPushIsTrustedSoThisOracleCanFail() {
        try (Galley galley = Galley.start("SANDBOX", "off")) {
            Upstream upstream = galley.project("Maths");
            Path marker = galley.scratch().resolve("marker");
            upstream.write(".latexmkrc", "system('touch " + marker + "');\n");
            galley.build(upstream, upstream.commit("Try"));
            assertThat(marker).exists();
        }
    }
}

package ci.galley.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ci.galley.git.World.Author;
import ci.galley.git.World.Log;
import ci.galley.model.BuildException;
import ci.galley.model.CiConfig;
import ci.galley.model.CommitHash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CiConfigTest {
    @TempDir
    Path folder;

    private World world;
    private Author author;

    @BeforeEach
    void start() {
        world = new World(folder);
        author = world.author();
        author.push("Document.tex", "one\n");
        world.cloned("Maths");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private CiConfig config(CommitHash commit) throws Exception {
        Clone clone = world.open("Maths");
        clone.update(commit, new Log(), World.soon());
        return clone.config(commit);
    }

    @Test
    void itIsReadFromTheCommitAndNotFromTheFolder() throws Exception {
        CommitHash commit = author.push(".ci.json", "{\"language\": \"latex\", \"main\": \"Document\"}");
        World.write(world.folder("Maths").resolve(".ci.json"), "broken");
        assertThat(config(commit).main()).isEqualTo("Document");
    }

    @Test
    void aMissingOneIsExplainedWithADocumentAtHand() {
        CommitHash commit = author.push("chapters/one.tex", "x\n");
        assertThatThrownBy(() -> config(commit))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining(".ci.json is missing")
                .hasMessageContaining("{\"language\": \"latex\", \"main\": \"Document\"}");
    }

    @Test
    void aDocumentThatIsNotThereIsExplainedWithThoseThatAre() {
        CommitHash commit =
                author.push("chapters/one.tex", "x\n", ".ci.json", "{\"language\": \"latex\", \"main\": \"Documnet\"}");
        assertThatThrownBy(() -> config(commit))
                .hasMessage(
                        ".ci.json: \"main\" is \"Documnet\", but this commit has no file Documnet.tex; its .tex files:"
                                + " Document.tex, chapters/one.tex");
    }

    @Test
    void aFolderOfTheDocumentsNameIsNoDocument() {
        CommitHash commit = author.push("x.tex/y", "x\n", ".ci.json", "{\"language\": \"latex\", \"main\": \"x\"}");
        assertThatThrownBy(() -> config(commit)).hasMessageContaining("has no file x.tex");
    }

    @Test
    void aLinkIsNoDocument() throws Exception {
        Files.createSymbolicLink(author.folder().resolve("Linked.tex"), Path.of("/etc/passwd"));
        CommitHash commit = author.push(".ci.json", "{\"language\": \"latex\", \"main\": \"Linked\"}");
        assertThatThrownBy(() -> config(commit)).hasMessageContaining("symbolic link");
    }

    @Test
    void aLinkIsNoConfiguration() throws Exception {
        Files.createSymbolicLink(author.folder().resolve(".ci.json"), Path.of("/etc/passwd"));
        CommitHash commit = author.push();
        assertThatThrownBy(() -> config(commit)).hasMessageContaining("symbolic link");
    }

    @Test
    void aFolderThatIsNotThereIsRefused() throws Exception {
        CommitHash wrong =
                author.push(".ci.json", "{\"language\": \"latex\", \"main\": \"Document\", \"directory\": \"thesis\"}");
        assertThatThrownBy(() -> config(wrong))
                .hasMessageContaining("\"directory\" is \"thesis\", but this commit has no such folder");
        CommitHash right = author.push("thesis/x.tex", "x\n");
        assertThat(config(right).directory()).isEqualTo("thesis");
    }

    @Test
    void aHugeOneIsNotRead() {
        CommitHash commit = author.push(".ci.json", " ".repeat(1 << 20));
        assertThatThrownBy(() -> config(commit)).hasMessageContaining("has 1048576 bytes; at most 65536");
    }

    @Test
    void oneInAnotherEncodingIsRefused() throws Exception {
        Files.write(
                author.folder().resolve(".ci.json"),
                "{\"language\": \"git\", \"x\": \"ä\"}".getBytes(StandardCharsets.ISO_8859_1));
        CommitHash latin = author.push();
        assertThatThrownBy(() -> config(latin)).hasMessageContaining("not UTF-8");
        Files.write(author.folder().resolve(".ci.json"), "{\"language\": \"git\"}".getBytes(StandardCharsets.UTF_16));
        CommitHash wide = author.push();
        assertThatThrownBy(() -> config(wide)).hasMessageContaining("not UTF-8");
    }
}

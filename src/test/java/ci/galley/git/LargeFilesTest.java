package ci.galley.git;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.git.World.Author;
import ci.galley.git.World.Log;
import ci.galley.model.CommitHash;
import ci.galley.support.io.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real git-lfs (apt install git-lfs). */
class LargeFilesTest {
    @TempDir
    Path folder;

    private World world;
    private Author author;
    private Path sources;
    private final Log log = new Log();

    @BeforeEach
    void start() {
        world = new World(folder);
        author = world.author();
        world.git(author.folder(), "remote", "set-url", "origin", "file://" + folder.resolve("remote"));
        world.git(author.folder(), "lfs", "install", "--local");
        author.commit(".gitattributes", "*.png filter=lfs diff=lfs merge=lfs -text\n");
        author.push("figure.png", "a large picture\n", "Document.tex", "one\n");
        world.cloned("Maths");
        sources = world.work("Maths").resolve("src");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private void restore(CommitHash commit) throws Exception {
        Clone clone = world.open("Maths");
        clone.update(commit, log, World.soon());
        clone.checkout(world.work("Maths")).restore(commit, false, true, log, World.soon());
    }

    @Test
    void largeFilesAreFetchedAndCheckedOut() throws Exception {
        restore(author.head());
        assertThat(sources.resolve("figure.png")).hasContent("a large picture\n");
        assertThat(log.toString()).contains(">>> git lfs fetch origin " + author.head());
        FileTime before = Files.getLastModifiedTime(sources.resolve("figure.png"));
        restore(author.push("Document.tex", "two\n"));
        assertThat(Files.getLastModifiedTime(sources.resolve("figure.png"))).isEqualTo(before);
        restore(author.push("figure.png", "another picture\n"));
        assertThat(sources.resolve("figure.png")).hasContent("another picture\n");
    }

    @Test
    void whatABuildDoesToACopyDoesNotReachTheClone() throws Exception {
        restore(author.head());
        World.write(sources.resolve("figure.png"), "spoiled\n");
        restore(author.head());
        assertThat(sources.resolve("figure.png")).hasContent("a large picture\n");
    }

    @Test
    void missingLargeFilesAreSaidAndComeLater() throws Exception {
        Trees.delete(folder.resolve("remote/lfs"));
        restore(author.head());
        assertThat(log.toString())
                .contains("Not all large files could be fetched", "1 large files (git-lfs) are missing");
        assertThat(sources.resolve("figure.png")).content().startsWith("version https://git-lfs");
        world.git(author.folder(), "lfs", "push", "--all", "origin");
        restore(author.head());
        assertThat(sources.resolve("figure.png")).hasContent("a large picture\n");
    }

    @Test
    void withoutGitLfsThePointersStayAndItIsSaid() throws Exception {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Path exec = Path.of(world.git(folder, "--exec-path"));
        Files.createSymbolicLink(programs.resolve("git"), Path.of("/usr/bin/git"));
        for (String name : List.of("sh", "cat", "head", "tr", "sed", "mktemp", "rm")) {
            Files.createSymbolicLink(programs.resolve(name), Path.of("/bin").resolve(name));
        }
        assertThat(exec.resolve("git-lfs")).doesNotExist();
        world.environment.put("PATH", programs.toString());
        restore(author.head());
        assertThat(log.toString()).contains("apt install git-lfs");
        assertThat(sources.resolve("figure.png")).content().startsWith("version https://git-lfs");
    }

    @Test
    void aHostileConfigurationOfTheRepositoryIsNotUsedInTheCheckout() throws Exception {
        world.git(world.folder("Maths"), "lfs", "fetch", "origin");
        world.git(world.folder("Maths"), "config", "lfs.url", "file://" + folder.resolve("remote"));
        Path mark = folder.resolve("MARK");
        restore(author.push(
                ".lfsconfig",
                "[lfs]\n\turl = \"ssh://-oProxyCommand=touch " + mark
                        + "/x\"\n[lfs \"customtransfer.x\"]\n\tpath = touch\n\targs = " + mark + "\n"));
        assertThat(sources.resolve("figure.png")).hasContent("a large picture\n");
        assertThat(mark).doesNotExist();
    }
}

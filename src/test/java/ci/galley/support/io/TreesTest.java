package ci.galley.support.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreesTest {
    @TempDir
    Path folder;

    @Test
    void folderGoesWithAllThatIsInIt() throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree/a/b/c"));
        Files.writeString(tree.resolve("file"), "x");
        Files.writeString(folder.resolve("tree/a/file"), "x");
        Files.createDirectories(folder.resolve("tree/empty"));
        Trees.delete(folder.resolve("tree"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void fileGoesAndWhatIsMissingDoesNotMatter() throws IOException {
        Trees.delete(Files.createFile(folder.resolve("file")));
        Trees.delete(folder.resolve("missing"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path kept = Files.createDirectory(folder.resolve("kept"));
        Files.writeString(kept.resolve("file"), "x");
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.createSymbolicLink(tree.resolve("link"), kept);
        Path link = Files.createSymbolicLink(folder.resolve("link"), kept);
        Trees.delete(tree);
        Trees.delete(link);
        assertThat(kept.resolve("file")).exists();
        assertThat(tree).doesNotExist();
        assertThat(link).doesNotExist();
    }

    /** Matters where the tests do not run as root. */
    @Test
    void foldersThatMayNotBeReadOrChangedGoToo() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("tree/closed/inner"));
        Files.writeString(inner.resolve("file"), "x");
        Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("r-x------"));
        Files.setPosixFilePermissions(folder.resolve("tree/closed"), PosixFilePermissions.fromString("---------"));
        Trees.delete(folder.resolve("tree"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void treeThatIsDeeperThanAPathMayBeLongGoesToo() throws IOException {
        Path top = folder.resolve("top");
        String part = "d".repeat(200);
        for (int piece = 0; piece < 6; piece++) {
            Path chain = folder.resolve("piece" + piece);
            Path leaf = chain;
            for (int depth = 0; depth < 10; depth++) {
                leaf = leaf.resolve(part);
            }
            Files.createDirectories(leaf);
            Files.createFile(leaf.resolve("file"));
            if (piece > 0) {
                Files.move(top, leaf.resolve("deeper"));
            }
            Files.move(chain, top);
        }
        Trees.delete(top);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void treeThatIsNestedDeeperThanFilesMayBeOpenGoesToo() throws Exception {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        int exit = new ProcessBuilder("perl", "-e", "for (1..3000) { mkdir 'd' or die; chdir 'd' or die }")
                .directory(tree.toFile())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).as("perl, which latexmk needs, too").isZero();
        Trees.delete(tree);
        assertThat(folder).isEmptyDirectory();
    }
}

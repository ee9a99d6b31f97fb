package ci.galley.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ci.galley.git.World.Author;
import ci.galley.git.World.Log;
import ci.galley.model.BuildException;
import ci.galley.model.CommitHash;
import ci.galley.support.process.Deadline;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {
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
        author.push("Document.tex", "one\n", "chapters/one.tex", "chapter\n");
        world.cloned("Maths");
        sources = world.work("Maths").resolve("src");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private void restore(CommitHash commit, boolean clean, boolean links) throws Exception {
        Clone clone = world.open("Maths");
        clone.update(commit, log, World.soon());
        Checkout checkout = clone.checkout(world.work("Maths"));
        checkout.restore(commit, clean, links, log, World.soon());
        checkout.settle();
    }

    private void restore(CommitHash commit) throws Exception {
        restore(commit, false, true);
    }

    private void restoreHead() throws Exception {
        restore(author.head());
    }

    @Test
    void filesAreThoseOfTheCommitWithoutGit() throws Exception {
        restoreHead();
        assertThat(sources.resolve("Document.tex")).hasContent("one\n");
        assertThat(sources.resolve("chapters/one.tex")).hasContent("chapter\n");
        assertThat(sources.resolve(".git")).doesNotExist();
        assertThat(log.toString()).contains(">>> git read-tree --reset -u " + author.head());
    }

    @Test
    void theUsersUncommittedChangesAreNeitherBuiltNorTouched() throws Exception {
        World.write(world.folder("Maths").resolve("Document.tex"), "mine\n");
        restoreHead();
        assertThat(sources.resolve("Document.tex")).hasContent("one\n");
        assertThat(world.folder("Maths").resolve("Document.tex")).hasContent("mine\n");
    }

    @Test
    void whatABuildLeftStaysAndGoesWithAClean() throws Exception {
        restoreHead();
        World.write(sources.resolve("Document.aux"), "aux\n");
        World.write(sources.resolve("made/x"), "x\n");
        CommitHash next = author.push("Document.tex", "two\n");
        restore(next);
        assertThat(sources.resolve("Document.aux")).hasContent("aux\n");
        assertThat(sources.resolve("made/x")).exists();
        restore(next, true, true);
        assertThat(sources.resolve("Document.aux")).doesNotExist();
        assertThat(sources.resolve("made")).doesNotExist();
    }

    @Test
    void trackedFilesThatTheCommitDoesNotHaveGo() throws Exception {
        CommitHash first = author.head();
        restore(author.push("new.tex", "new\n", "folder/a.tex", "a\n"));
        assertThat(sources.resolve("folder/a.tex")).exists();
        restore(first);
        assertThat(sources.resolve("new.tex")).doesNotExist();
        assertThat(sources.resolve("folder")).doesNotExist();
    }

    @Test
    void anUnchangedFileIsNotTouched() throws Exception {
        restoreHead();
        FileTime before = Files.getLastModifiedTime(sources.resolve("chapters/one.tex"));
        Object inode = Files.getAttribute(sources.resolve("chapters/one.tex"), "unix:ino");
        restore(author.push("Document.tex", "two\n"));
        restoreHead();
        assertThat(Files.getLastModifiedTime(sources.resolve("chapters/one.tex")))
                .isEqualTo(before);
        assertThat(Files.getAttribute(sources.resolve("chapters/one.tex"), "unix:ino"))
                .isEqualTo(inode);
    }

    @Test
    void anEditOfTheSameSizeGetsALaterSecond() throws Exception {
        restoreHead();
        for (String content : List.of("two\n", "ten\n", "six\n")) {
            long before =
                    Files.getLastModifiedTime(sources.resolve("Document.tex")).toMillis() / 1000;
            restore(author.push("Document.tex", content));
            long after =
                    Files.getLastModifiedTime(sources.resolve("Document.tex")).toMillis() / 1000;
            assertThat(sources.resolve("Document.tex")).hasContent(content);
            assertThat(after).isGreaterThan(before);
        }
        FileTime last = Files.getLastModifiedTime(sources.resolve("Document.tex"));
        restoreHead();
        assertThat(Files.getLastModifiedTime(sources.resolve("Document.tex"))).isEqualTo(last);
    }

    @Test
    void aFileFromTheYear2200DoesNotDriveTheClockAhead() throws Exception {
        restoreHead();
        World.write(sources.resolve("x.aux"), "x");
        Files.setLastModifiedTime(sources.resolve("x.aux"), FileTime.from(Instant.parse("2200-01-01T00:00:00Z")));
        restore(author.push("Document.tex", "two\n"));
        assertThat(Files.getLastModifiedTime(sources.resolve("Document.tex")).toInstant())
                .isBefore(Instant.now().plusSeconds(60));
    }

    @Test
    void aFileThatABuildChangedUnderItsOldDateIsRestored() throws Exception {
        restoreHead();
        Path document = sources.resolve("Document.tex");
        FileTime before = Files.getLastModifiedTime(document);
        World.write(document, "bad\n");
        Files.setLastModifiedTime(document, before);
        restoreHead();
        assertThat(document).hasContent("one\n");
    }

    @Test
    void filesThatABuildDeletedOrMadeFoldersAreRestored() throws Exception {
        restoreHead();
        Files.delete(sources.resolve("Document.tex"));
        World.write(sources.resolve("Document.tex/deep/er"), "x");
        Files.delete(sources.resolve("chapters/one.tex"));
        restoreHead();
        assertThat(sources.resolve("Document.tex")).hasContent("one\n");
        assertThat(sources.resolve("chapters/one.tex")).hasContent("chapter\n");
    }

    @Test
    void linksThatABuildPlantedLeadNowhere() throws Exception {
        restoreHead();
        Path outside = folder.resolve("outside");
        World.write(outside.resolve("one.tex"), "canary\n");
        World.write(outside.resolve("Document.tex"), "canary\n");
        World.write(outside.resolve("new.tex"), "canary\n");
        Files.delete(sources.resolve("chapters/one.tex"));
        Files.delete(sources.resolve("chapters"));
        Files.createSymbolicLink(sources.resolve("chapters"), outside);
        Files.delete(sources.resolve("Document.tex"));
        Files.createSymbolicLink(sources.resolve("Document.tex"), outside.resolve("Document.tex"));
        Files.createSymbolicLink(sources.resolve("new"), outside);
        world.git(author.folder(), "rm", "-q", "chapters/one.tex");
        restore(author.push("Document.tex", "two\n", "new/new.tex", "new\n", "new/one.tex", "new\n"));
        assertThat(sources.resolve("Document.tex")).hasContent("two\n").satisfies(CheckoutTest::isPlain);
        assertThat(sources.resolve("new/one.tex")).hasContent("new\n");
        assertThat(sources.resolve("chapters")).doesNotExist();
        for (String name : List.of("one.tex", "Document.tex", "new.tex")) {
            assertThat(outside.resolve(name)).hasContent("canary\n");
        }
    }

    private static void isPlain(Path file) {
        assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void aCleanFollowsNoLink() throws Exception {
        restoreHead();
        World.write(folder.resolve("outside/x"), "canary\n");
        Files.createSymbolicLink(sources.resolve("out"), folder.resolve("outside"));
        restore(author.head(), true, true);
        assertThat(folder.resolve("outside/x")).hasContent("canary\n");
    }

    @Test
    void theFolderItselfIsNoLinkAfterwards() throws Exception {
        World.write(folder.resolve("outside/Document.tex"), "canary\n");
        Files.createDirectories(world.work("Maths"));
        Files.createSymbolicLink(sources, folder.resolve("outside"));
        restoreHead();
        assertThat(folder.resolve("outside/Document.tex")).hasContent("canary\n");
        assertThat(Files.isSymbolicLink(sources)).isFalse();
    }

    @Test
    void pipesLockedFoldersAndGitFoldersOfABuildAreNoObstacle() throws Exception {
        restoreHead();
        Files.delete(sources.resolve("Document.tex"));
        world.run(sources, List.of("mkfifo", "Document.tex", "other-pipe"));
        world.git(sources, "init", "-q", "-b", "main", ".");
        world.git(sources, "init", "-q", "-b", "main", "chapters");
        World.write(
                sources.resolve(".git/hooks/post-index-change"), "#!/bin/sh\ntouch " + folder.resolve("MARK") + "\n");
        assertThat(sources.resolve(".git/hooks/post-index-change").toFile().setExecutable(true))
                .isTrue();
        World.write(sources.resolve("locked/x"), "x");
        Files.setPosixFilePermissions(sources.resolve("locked"), PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(sources.resolve("chapters"), PosixFilePermissions.fromString("r-xr-xr-x"));
        restore(author.push("Document.tex", "two\n", "chapters/one.tex", "new\n", "locked/y", "y\n"));
        assertThat(sources.resolve("Document.tex")).hasContent("two\n").satisfies(CheckoutTest::isPlain);
        assertThat(sources.resolve("chapters/one.tex")).hasContent("new\n");
        assertThat(sources.resolve("locked/y")).hasContent("y\n");
        assertThat(sources.resolve("locked/x")).exists();
        assertThat(sources.resolve(".git")).doesNotExist();
        assertThat(sources.resolve("chapters/.git")).doesNotExist();
        assertThat(sources.resolve("other-pipe")).doesNotExist();
        assertThat(folder.resolve("MARK")).doesNotExist();
    }

    @Test
    void pathsLongerThanJavaCanNameAreRemoved() throws Exception {
        restoreHead();
        String step = "a".repeat(200);
        world.run(sources, List.of("perl", "-e", "for (1..30) { mkdir '" + step + "'; chdir '" + step + "' or die }"));
        restore(author.push("Document.tex", "two\n"));
        assertThat(sources.resolve("Document.tex")).hasContent("two\n");
    }

    @Test
    void whatARestoreLeftThatWasCutShortIsMadeAnew() throws Exception {
        restoreHead();
        Path git = world.work("Maths").resolve("git");
        for (String name : List.of("index", "config", "HEAD")) {
            Files.write(git.resolve(name), new byte[0]);
            World.write(git.resolve("index.lock"), "");
            restoreHead();
            assertThat(sources.resolve("Document.tex")).hasContent("one\n");
        }
        Files.writeString(git.resolve("index"), "garbage that is no index");
        restoreHead();
        Files.delete(git.resolve("whole"));
        World.write(sources.resolve("left.tex"), "left\n");
        restoreHead();
        assertThat(sources.resolve("left.tex")).doesNotExist();
        assertThat(sources.resolve("Document.tex")).hasContent("one\n");
    }

    @Test
    void nothingOfARepositoryRunsWhenItIsCheckedOut() throws Exception {
        Path mark = folder.resolve("MARK");
        for (String name : List.of("post-checkout", "post-index-change", "post-merge")) {
            Path hook = world.folder("Maths").resolve(".git/hooks").resolve(name);
            World.write(hook, "#!/bin/sh\ntouch " + mark + "-" + name + "\n");
            assertThat(hook.toFile().setExecutable(true)).isTrue();
        }
        World.write(
                folder.resolve("home/.gitconfig"),
                "[filter \"evil\"]\n\tsmudge = touch " + mark + "; cat\n\tclean = touch " + mark + "; cat\n");
        CommitHash commit = author.commit(
                ".gitattributes",
                "*.tex filter=evil\n*.bin filter=lfs\n",
                ".lfsconfig",
                "[lfs]\n\turl = ssh://-oProxyCommand=touch " + mark + "/x\n",
                ".gitconfig",
                "[core]\n\tfsmonitor = touch " + mark + "\n",
                "x.bin",
                "no pointer\n");
        world.git(world.folder("Maths"), "fetch", "-q", author.folder().toString(), "main");
        Files.deleteIfExists(mark);
        Clone clone = world.open("Maths");
        world.git(world.folder("Maths"), "remote", "remove", "origin");
        for (int i = 0; i < 3; i++) {
            World.write(sources.resolve("Document.tex"), "changed\n");
            clone.checkout(world.work("Maths")).restore(commit, false, true, log, World.soon());
        }
        assertThat(folder.toFile().list((dir, name) -> name.startsWith("MARK"))).isEmpty();
        assertThat(sources.resolve("x.bin")).hasContent("no pointer\n");
    }

    @Test
    void committedLinksAreLinksOrPlainFiles() throws Exception {
        Files.createSymbolicLink(author.folder().resolve("k.txt"), Path.of(".git/config"));
        Files.createSymbolicLink(author.folder().resolve("dir"), Path.of("chapters"));
        CommitHash commit = author.push();
        restore(commit, false, true);
        assertThat(Files.readSymbolicLink(sources.resolve("k.txt"))).isEqualTo(Path.of(".git/config"));
        assertThat(sources.resolve("dir/one.tex")).hasContent("chapter\n");
        restore(commit, false, false);
        assertThat(sources.resolve("k.txt")).hasContent(".git/config").satisfies(CheckoutTest::isPlain);
        assertThat(sources.resolve("dir")).hasContent("chapters").satisfies(CheckoutTest::isPlain);
        restore(commit, false, true);
        assertThat(Files.isSymbolicLink(sources.resolve("dir"))).isTrue();
    }

    @Test
    void aLinkThatBecomesAFolderAndBackIsRestored() throws Exception {
        Files.createSymbolicLink(author.folder().resolve("x"), folder.resolve("outside"));
        CommitHash link = author.push();
        World.write(folder.resolve("outside/a.tex"), "canary\n");
        restore(link);
        world.git(author.folder(), "rm", "-q", "x");
        CommitHash directory = author.push("x/a.tex", "mine\n");
        restore(directory);
        assertThat(sources.resolve("x/a.tex")).hasContent("mine\n");
        restore(link);
        assertThat(Files.isSymbolicLink(sources.resolve("x"))).isTrue();
        assertThat(folder.resolve("outside/a.tex")).hasContent("canary\n");
    }

    @Test
    void namesAreNotReadByAShellNorByOurCharacterSet() throws Exception {
        author.commit("$(touch MARK).tex", "x\n", "-x.tex", "x\n", "übung 1/a b.tex", "x\n", "new\nline.tex", "x\n");
        world.run(author.folder(), List.of("bash", "-c", "printf x > $'latin-\\344.tex'"));
        CommitHash commit = author.push();
        restore(commit);
        assertThat(sources.resolve("$(touch MARK).tex")).exists();
        assertThat(sources.resolve("übung 1/a b.tex")).exists();
        assertThat(world.run(sources, List.of("bash", "-c", "ls latin-*.tex | wc -l")))
                .isEqualTo("1");
        world.git(author.folder(), "rm", "-q", "--", "latin-*");
        restore(author.push());
        assertThat(world.run(sources, List.of("bash", "-c", "ls | grep -c latin || true")))
                .isEqualTo("0");
    }

    @Test
    void lineEndingsOfTheUsersConfigurationDoNotCount() throws Exception {
        World.write(folder.resolve("home/.gitconfig"), "[core]\n\tautocrlf = true\n");
        restoreHead();
        assertThat(Files.readAllBytes(sources.resolve("Document.tex")))
                .isEqualTo("one\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTreeBombIsRefusedSoon() throws Exception {
        world.limits = World.LITTLE_MEMORY;
        CommitHash bomb = author.pushBomb();
        long start = System.nanoTime();
        assertThatThrownBy(() -> restore(bomb))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("more than 100000 files");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void aCommitThatIsTooLargeIsRefused() {
        CommitHash commit = author.push("big.tex", "x".repeat(5000));
        world.limits = new GitLimits(
                Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMinutes(10), 100, 4096, 1L << 30);
        assertThatThrownBy(() -> restore(commit))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("more than");
    }

    @Test
    void aTreeWithAGitFolderInItIsRefused() throws Exception {
        String blob = world.git(author.folder(), "rev-parse", "HEAD:Document.tex");
        Path file = Files.writeString(folder.resolve("tree"), "100644 blob " + blob + "\tconfig\n");
        String inner = world.run(author.folder(), List.of("sh", "-c", "git mktree < " + file));
        Files.writeString(file, "040000 tree " + inner + "\t.git\n");
        String outer = world.run(author.folder(), List.of("sh", "-c", "git mktree < " + file));
        CommitHash commit = new CommitHash(world.git(author.folder(), "commit-tree", "-m", "x", outer));
        world.git(author.folder(), "push", "-q", "--force", "origin", commit + ":refs/heads/main");
        assertThatThrownBy(() -> restore(commit))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining(".git");
        assertThat(sources.resolve(".git")).doesNotExist();
    }

    @Test
    void theDeadlineEndsACheckout() throws Exception {
        restoreHead();
        Clone clone = world.open("Maths");
        assertThatThrownBy(() -> clone.checkout(world.work("Maths"))
                        .restore(author.head(), false, true, log, Deadline.in(Duration.ZERO)))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("time was over");
        restoreHead();
        assertThat(sources.resolve("Document.tex")).hasContent("one\n");
    }

    @Test
    void aDamagedObjectIsFetchedAgain() throws Exception {
        String blob = world.git(author.folder(), "rev-parse", "HEAD:Document.tex");
        Path object = world.folder("Maths")
                .resolve(".git/objects")
                .resolve(blob.substring(0, 2))
                .resolve(blob.substring(2));
        world.run(
                world.folder("Maths"),
                List.of(
                        "sh",
                        "-c",
                        "mv .git/objects/pack/*.pack /tmp/galley-$$ && git unpack-objects -q < /tmp/galley-$$; rm -f /tmp/galley-$$ .git/objects/pack/*"));
        assertThat(object).exists();
        assertThat(object.toFile().setWritable(true)).isTrue();
        Files.write(object, new byte[0]);
        restoreHead();
        assertThat(sources.resolve("Document.tex")).hasContent("one\n");
        assertThat(log.toString()).contains("empty files among the objects");
    }
}

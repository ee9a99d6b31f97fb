package ci.galley.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ci.galley.git.World.Author;
import ci.galley.git.World.Log;
import ci.galley.model.BuildException;
import ci.galley.model.CommitHash;
import ci.galley.support.io.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MenderTest {
    @TempDir
    Path folder;

    private World world;
    private Author author;
    private Path clone;
    private final Log log = new Log();

    @BeforeEach
    void start() {
        world = new World(folder);
        author = world.author();
        author.push("Document.tex", "one\n");
        clone = world.cloned("Maths");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private void build(CommitHash commit) throws Exception {
        Clone maths = world.open("Maths");
        maths.update(commit, log, World.soon());
        maths.checkout(world.work("Maths")).restore(commit, false, true, log, World.soon());
        assertThat(world.work("Maths").resolve("src/Document.tex")).exists();
    }

    private void empty(String name) throws IOException {
        Path file = clone.resolve(".git").resolve(name);
        Files.createDirectories(file.getParent());
        if (Files.exists(file)) {
            assertThat(file.toFile().setWritable(true)).isTrue();
        }
        Files.write(file, new byte[0]);
    }

    private void lock(String name, Instant changed) throws IOException {
        empty(name);
        Files.setLastModifiedTime(clone.resolve(".git").resolve(name), FileTime.from(changed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "index.lock",
                "HEAD.lock",
                "config.lock",
                "packed-refs.lock",
                "shallow.lock",
                "refs/heads/main.lock",
                "refs/remotes/origin/main.lock"
            })
    void aLockFromBeforeTheStartOfTheMachineIsRemoved(String name) throws Exception {
        lock(name, Instant.parse("2001-01-01T00:00:00Z"));
        CommitHash commit = author.push("Document.tex", "two\n");
        build(commit);
        assertThat(clone.resolve(".git").resolve(name)).doesNotExist();
        assertThat(log.toString()).contains("Removed the lock Maths/.git/" + name);
        assertThat(world.git(clone, "rev-parse", "HEAD")).isEqualTo(commit.value());
    }

    @Test
    void anOldLockIsRemovedOnlyIfNoGitRunsThere() throws Exception {
        world.limits = new GitLimits(
                Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(500), 100_000, 2L << 30, 1L << 30);
        Process git = waitingGit();
        try {
            lock("index.lock", Instant.now());
            Path lock = clone.resolve(".git/index.lock");
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> isOlderThanHalfASecond(lock));
            CommitHash commit = author.push("Document.tex", "two\n");
            build(commit);
            assertThat(lock).exists();
            assertThat(log.toString()).contains("index.lock", "File exists");
        } finally {
            git.destroyForcibly().waitFor();
        }
        build(author.push("Document.tex", "three\n"));
        assertThat(clone.resolve(".git/index.lock")).doesNotExist();
        assertThat(clone.resolve("Document.tex")).hasContent("three\n");
    }

    private static boolean isOlderThanHalfASecond(Path lock) throws IOException {
        return Files.getLastModifiedTime(lock)
                .toInstant()
                .isBefore(Instant.now().minusMillis(600));
    }

    private Process waitingGit() throws IOException {
        return new ProcessBuilder("git", "cat-file", "--batch")
                .directory(clone.toFile())
                .start();
    }

    @Test
    void aFreshLockStaysAndTheCommitIsBuilt() throws Exception {
        lock("index.lock", Instant.now());
        build(author.push("Document.tex", "two\n"));
        assertThat(clone.resolve(".git/index.lock")).exists();
        assertThat(clone.resolve("Document.tex")).hasContent("one\n");
    }

    @Test
    void theLocksOfAWorkingTreeAreFound() throws Exception {
        world.git(
                clone,
                "worktree",
                "add",
                "-q",
                "-b",
                "side",
                world.folder("Side").toString());
        lock("worktrees/Side/index.lock", Instant.parse("2001-01-01T00:00:00Z"));
        world.open("Side").update(author.head(), log, World.soon());
        assertThat(clone.resolve(".git/worktrees/Side/index.lock")).doesNotExist();
    }

    @Test
    void anEmptyIndexIsMadeAnewAndNoChangeIsLost() throws Exception {
        World.write(clone.resolve("Document.tex"), "mine\n");
        World.write(clone.resolve("notes.txt"), "mine\n");
        empty("index");
        build(author.head());
        assertThat(clone.resolve("Document.tex")).hasContent("mine\n");
        assertThat(clone.resolve("notes.txt")).hasContent("mine\n");
        assertThat(world.git(clone, "status", "--porcelain")).contains("M Document.tex", "?? notes.txt");
        assertThat(log.toString()).contains("Maths/.git/index is empty");
    }

    @Test
    void anEmptyHeadNamesTheOnlyBranchAgain() throws Exception {
        empty("HEAD");
        CommitHash commit = author.push("Document.tex", "two\n");
        build(commit);
        assertThat(world.git(clone, "symbolic-ref", "HEAD")).isEqualTo("refs/heads/main");
        assertThat(world.git(clone, "rev-parse", "HEAD")).isEqualTo(commit.value());
    }

    @Test
    void aHeadOfZerosNamesTheLastBranchThatWasCheckedOut() throws Exception {
        world.git(clone, "switch", "-q", "-c", "draft");
        world.git(clone, "switch", "-q", "main");
        world.git(clone, "switch", "-q", "draft");
        Files.write(clone.resolve(".git/HEAD"), new byte[21]);
        build(author.head());
        assertThat(world.git(clone, "symbolic-ref", "HEAD")).isEqualTo("refs/heads/draft");
    }

    @Test
    void inDoubtAnEmptyHeadIsAnErrorWithTheCommandThatMendsIt() throws Exception {
        world.git(clone, "branch", "a");
        empty("HEAD");
        assertThatThrownBy(() -> build(author.head()))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("echo ref: refs/heads/<branch> > Maths/.git/HEAD")
                .hasMessageContaining("[a, main]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"refs/remotes/origin/main", "refs/tags/v1", "refs/heads/main", "refs/stash"})
    void anEmptyRefIsMended(String name) throws Exception {
        world.git(clone, "tag", "v1");
        World.write(clone.resolve("Document.tex"), "mine\n");
        world.git(clone, "stash");
        String stash = world.git(clone, "rev-parse", "refs/stash");
        empty(name);
        CommitHash commit = author.push("Document.tex", "two\n");
        build(commit);
        assertThat(world.git(clone, "rev-parse", "HEAD")).isEqualTo(commit.value());
        assertThat(world.git(clone, "rev-parse", "refs/remotes/origin/main")).isEqualTo(commit.value());
        assertThat(world.git(clone, "rev-parse", "refs/stash")).isEqualTo(stash);
    }

    @Test
    void anEmptyBranchThatNobodyRemembersIsAnError() throws Exception {
        world.git(clone, "branch", "draft");
        Files.delete(clone.resolve(".git/logs/refs/heads/draft"));
        empty("refs/heads/draft");
        assertThatThrownBy(() -> build(author.head()))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("rm Maths/.git/refs/heads/draft");
    }

    /** Each object of the newest commit in turn, as a fetch leaves them that a power cut ended. */
    @Test
    void emptyObjectsAreFetchedAgain() throws Exception {
        CommitHash commit = author.push("Document.tex", "two\n", "chapters/one.tex", "chapter\n");
        world.git(clone, "config", "transfer.unpackLimit", "1000");
        build(commit);
        String objects = world.git(clone, "rev-list", "--objects", "--no-object-names", commit + "^.." + commit);
        assertThat(objects.lines()).hasSizeGreaterThanOrEqualTo(4);
        for (String object : objects.lines().toList()) {
            empty("objects/" + object.substring(0, 2) + "/" + object.substring(2));
            Trees.delete(world.work("Maths"));
            build(commit);
            world.git(clone, "fsck");
        }
    }

    @Test
    void anEmptyPackIsFetchedAgain() throws Exception {
        world.git(clone, "gc", "-q");
        List<Path> packs;
        try (Stream<Path> files = Files.list(clone.resolve(".git/objects/pack"))) {
            packs = files.filter(file -> file.toString().matches(".*\\.(pack|idx)"))
                    .toList();
        }
        for (Path pack : packs) {
            empty("objects/pack/" + pack.getFileName());
        }
        build(author.push("Document.tex", "two\n"));
        world.git(clone, "fsck");
    }

    @Test
    void damageThatCannotBeMendedNamesTheCommand() throws Exception {
        CommitHash commit = author.push("Document.tex", "two\n");
        world.git(clone, "config", "transfer.unpackLimit", "1000");
        build(commit);
        String tree = world.git(clone, "rev-parse", "HEAD^{tree}");
        empty("objects/" + tree.substring(0, 2) + "/" + tree.substring(2));
        world.git(
                clone, "remote", "set-url", "origin", folder.resolve("nowhere").toString());
        assertThatThrownBy(() -> build(commit))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("git fsck in Maths");
    }

    @Test
    void anEmptyConfigurationIsAnErrorWithTheCommandThatMendsIt() throws Exception {
        empty("config");
        assertThatThrownBy(() -> build(author.head()))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("git -C Maths remote add origin");
        assertThat(world.clones().list().get(0).problem()).contains("git -C Maths remote add origin");
    }
}

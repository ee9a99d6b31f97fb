package ci.galley.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ci.galley.git.World.Author;
import ci.galley.git.World.Log;
import ci.galley.model.BuildException;
import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import ci.galley.model.ProjectName;
import ci.galley.support.io.Trees;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateTest {
    private static final String UNKNOWN = "1234567890123456789012345678901234567890";

    @TempDir
    Path folder;

    private World world;
    private Author author;
    private final Log log = new Log();

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

    private void update(CommitHash commit) throws Exception {
        world.open("Maths").update(commit, log, World.soon());
    }

    private String headOfFolder() {
        return world.git(world.folder("Maths"), "rev-parse", "HEAD");
    }

    @Test
    void aPushedCommitIsPulled() throws Exception {
        CommitHash commit = author.push("Document.tex", "two\n");
        update(commit);
        assertThat(headOfFolder()).isEqualTo(commit.value());
        assertThat(world.folder("Maths").resolve("Document.tex")).hasContent("two\n");
        assertThat(log.toString()).startsWith(">>> git pull --ff-only\n").contains("Fast-forward");
    }

    @Test
    void localChangesInTheWayStayAndTheCommitIsFetched() throws Exception {
        World.write(world.folder("Maths").resolve("Document.tex"), "mine\n");
        CommitHash commit = author.push("Document.tex", "two\n");
        update(commit);
        assertThat(world.folder("Maths").resolve("Document.tex")).hasContent("mine\n");
        assertThat(world.git(world.folder("Maths"), "cat-file", "-t", commit.value()))
                .isEqualTo("commit");
        assertThat(log.toString()).contains(">>> git fetch origin", "in its way", "only fetching");
    }

    @Test
    void localCommitsInTheWayStayAndTheCommitIsFetched() throws Exception {
        World.write(world.folder("Maths").resolve("own.tex"), "mine\n");
        world.git(world.folder("Maths"), "add", ".");
        world.git(world.folder("Maths"), "commit", "-q", "-m", "mine");
        String mine = headOfFolder();
        CommitHash commit = author.push("Document.tex", "two\n");
        update(commit);
        assertThat(headOfFolder()).isEqualTo(mine);
        assertThat(log.toString()).contains(">>> git fetch origin");
    }

    @Test
    void aForcedPushIsFetchedAndTheFolderStays() throws Exception {
        CommitHash second = author.push("Document.tex", "two\n");
        update(second);
        world.git(author.folder(), "reset", "-q", "--hard", "HEAD~1");
        CommitHash other = author.forcePush("Document.tex", "other\n");
        update(other);
        assertThat(headOfFolder()).isEqualTo(second.value());
        assertThat(world.open("Maths").head()).contains(other);
    }

    @Test
    void aCommitThatWasPushedAwayIsFetchedByItsHash() throws Exception {
        CommitHash lost = author.push("Document.tex", "two\n");
        world.git(author.folder(), "reset", "-q", "--hard", "HEAD~1");
        author.forcePush("Document.tex", "other\n");
        update(lost);
        assertThat(world.git(world.folder("Maths"), "cat-file", "-t", lost.value()))
                .isEqualTo("commit");
        assertThat(log.toString()).contains(">>> git fetch origin " + lost);
    }

    @Test
    void anUnknownCommitIsSaidToBeUnknown() {
        assertThatThrownBy(() -> update(new CommitHash(UNKNOWN)))
                .isInstanceOf(UnknownCommitException.class)
                .hasMessageContaining("1234567")
                .hasMessageContaining("Maths")
                .message()
                .doesNotContain(folder.toString());
    }

    @Test
    void aRemoteThatHandsOutHeadsAloneRefusesAnUnknownCommit() {
        world.git(world.folder("Maths"), "config", "protocol.version", "0");
        assertThatThrownBy(() -> update(new CommitHash(UNKNOWN))).isInstanceOf(UnknownCommitException.class);
    }

    @Test
    void aCloneOfOneBranchGetsTheCommitOfAnother() throws Exception {
        world.git(author.folder(), "switch", "-q", "-c", "draft");
        CommitHash draft = author.commit("draft.tex", "draft\n");
        world.git(author.folder(), "push", "-q", "origin", "draft");
        world.git(
                folder,
                "clone",
                "-q",
                "--single-branch",
                "-b",
                "main",
                "file://" + folder.resolve("remote"),
                "projects/One");
        world.git(world.folder("One"), "config", "protocol.version", "0");
        world.open("One").update(draft, log, World.soon());
        assertThat(world.git(world.folder("One"), "cat-file", "-t", draft.value()))
                .isEqualTo("commit");
    }

    @Test
    void aShallowCloneGetsNewAndOldCommits() throws Exception {
        CommitHash old = author.head();
        author.push("Document.tex", "two\n");
        world.cloned("Shallow", "--depth=1");
        CommitHash commit = author.push("Document.tex", "three\n");
        Clone clone = world.open("Shallow");
        clone.update(commit, log, World.soon());
        clone.update(old, log, World.soon());
        clone.checkout(world.work("Shallow")).restore(old, false, true, log, World.soon());
        assertThat(clone.checkout(world.work("Shallow")).folder().resolve("Document.tex"))
                .hasContent("one\n");
    }

    @Test
    void aPartialCloneGetsTheFilesOfTheCommit() throws Exception {
        world.git(folder.resolve("remote"), "config", "uploadpack.allowFilter", "true");
        CommitHash first = author.head();
        CommitHash commit = author.push("Document.tex", "two\n", "chapters/one.tex", "chapter\n");
        for (String filter : new String[] {"blob:none", "tree:0"}) {
            String name = "Partial" + filter.charAt(0);
            world.cloned(name, "--no-checkout", "--filter=" + filter);
            Clone clone = world.open(name);
            for (CommitHash wanted : new CommitHash[] {commit, first}) {
                clone.update(wanted, log, World.soon());
                clone.checkout(world.work(name)).restore(wanted, false, true, log, World.soon());
            }
            assertThat(world.work(name).resolve("src/Document.tex")).hasContent("one\n");
        }
    }

    @Test
    void aCommitThatIsHereIsBuiltThoughTheRemoteIsGone() throws Exception {
        world.git(
                world.folder("Maths"),
                "remote",
                "set-url",
                "origin",
                folder.resolve("nowhere").toString());
        update(author.head());
        assertThat(log.toString()).contains("There is no repository where the remote of Maths should be", "going on");
    }

    @Test
    void aCommitThatIsNotHereIsAnErrorWhenTheRemoteIsGone() {
        world.git(
                world.folder("Maths"),
                "remote",
                "set-url",
                "origin",
                folder.resolve("nowhere").toString());
        assertThatThrownBy(() -> update(new CommitHash(UNKNOWN)))
                .isInstanceOfSatisfying(
                        BuildException.class, e -> assertThat(e.state()).isEqualTo(BuildState.ERROR))
                .hasMessage("There is no repository where the remote of Maths should be: check git remote -v in Maths");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:1/x.git, cannot be reached",
        "ssh://127.0.0.1:1/x.git, cannot be reached",
        "git://127.0.0.1:1/x.git, cannot be reached",
        "http://host.invalid/x.git, was not found",
        "ext::sh -c touch% {folder}/MARK, never used",
        "strange::x, never used",
    })
    void aRemoteThatCannotBeUsedIsExplained(String url, String explanation) {
        world.git(world.folder("Maths"), "remote", "set-url", "origin", url.replace("{folder}", folder.toString()));
        assertThatThrownBy(() -> update(new CommitHash(UNKNOWN)))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining(explanation);
        assertThat(folder.resolve("MARK")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"401 Unauthorized, wants a login", "404 Not Found, wants a login", "503 Unavailable, cannot be reached"
    })
    void aRemoteThatRefusesIsExplainedAndNobodyIsAsked(String status, String explanation) throws Exception {
        Thread answers;
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            answers = answering(server, status);
            world.git(
                    world.folder("Maths"),
                    "remote",
                    "set-url",
                    "origin",
                    "http://somebody:hidden-word@127.0.0.1:" + server.getLocalPort() + "/x.git");
            assertThatThrownBy(() -> update(new CommitHash(UNKNOWN)))
                    .isInstanceOf(BuildException.class)
                    .hasMessageContaining(explanation)
                    .message()
                    .doesNotContain("hidden-word");
        }
        answers.join();
        assertThat(log.toString()).doesNotContain("hidden-word");
    }

    private static Thread answering(ServerSocket server, String status) {
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (var socket = server.accept()) {
                    socket.getInputStream().read(new byte[8192]);
                    socket.getOutputStream()
                            .write(("HTTP/1.1 " + status + "\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"
                                            + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    return;
                }
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void aTreeBombDoesNotFillTheMemory() throws Exception {
        world.limits = World.LITTLE_MEMORY;
        CommitHash before = author.head();
        CommitHash bomb = author.pushBomb();
        update(bomb);
        assertThat(headOfFolder()).isEqualTo(before.value());
        assertThat(log.toString()).contains("git pull leaves Maths as it is", "ut of memory", ">>> git fetch origin");
        assertThat(world.git(world.folder("Maths"), "status", "--porcelain")).isEmpty();
        update(author.forcePush("Document.tex", "two\n"));
        assertThat(world.folder("Maths").resolve("Document.tex")).hasContent("two\n");
    }

    @Test
    void aRemoteThatKeepsSilentEndsAtTheLimit() throws Exception {
        world.limits = new GitLimits(
                Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofMinutes(10), 100, 1 << 20, 1L << 30);
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            for (String scheme : new String[] {"http", "git", "ssh"}) {
                world.git(
                        world.folder("Maths"),
                        "remote",
                        "set-url",
                        "origin",
                        scheme + "://127.0.0.1:" + server.getLocalPort() + "/x.git");
                assertThatThrownBy(() -> update(new CommitHash(UNKNOWN)))
                        .isInstanceOf(BuildException.class)
                        .hasMessageContaining("did not answer within 1 s");
            }
        }
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void anInterruptEndsGitAtOnce() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            world.git(
                    world.folder("Maths"),
                    "remote",
                    "set-url",
                    "origin",
                    "http://127.0.0.1:" + server.getLocalPort() + "/x.git");
            AtomicReference<Throwable> end = new AtomicReference<>();
            Thread build = new Thread(() -> {
                try {
                    update(new CommitHash(UNKNOWN));
                } catch (Throwable e) {
                    end.set(e);
                }
            });
            build.start();
            server.accept().getOutputStream().flush();
            build.interrupt();
            build.join(5000);
            assertThat(end.get()).isInstanceOf(InterruptedException.class);
        }
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"HEAD^{tree}, folder (tree)", "HEAD:Document.tex, file (blob)"})
    void theHashOfSomethingElseIsRefused(String name, String kind) {
        CommitHash other = new CommitHash(world.git(author.folder(), "rev-parse", name));
        assertThatThrownBy(() -> update(other))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining(kind);
    }

    @Test
    void theHashOfATagIsRefusedNamingItsCommit() {
        world.git(author.folder(), "tag", "-a", "v1", "-m", "one");
        world.git(author.folder(), "push", "-q", "origin", "v1");
        CommitHash tag = new CommitHash(world.git(author.folder(), "rev-parse", "v1"));
        assertThatThrownBy(() -> update(tag))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("annotated tag")
                .hasMessageContaining(author.head().value());
    }

    @Test
    void aHashOfTheOtherLengthIsUnknown() {
        assertThatThrownBy(() -> update(new CommitHash("a".repeat(64))))
                .isInstanceOf(UnknownCommitException.class)
                .hasMessageContaining("have 40 characters");
    }

    @Test
    void aRepositoryOfSha256IsBuilt(@TempDir Path other) throws Exception {
        try (World modern = new World(other)) {
            Author writer = modern.author("--object-format=sha256");
            writer.push("Document.tex", "one\n");
            modern.cloned("Modern");
            CommitHash commit = writer.push("Document.tex", "two\n");
            Clone clone = modern.open("Modern");
            clone.update(commit, log, World.soon());
            clone.checkout(modern.work("Modern")).restore(commit, false, true, log, World.soon());
            assertThat(modern.work("Modern").resolve("src/Document.tex")).hasContent("two\n");
            assertThatThrownBy(() -> clone.update(new CommitHash(UNKNOWN), log, World.soon()))
                    .isInstanceOf(UnknownCommitException.class)
                    .hasMessageContaining("have 64 characters");
        }
    }

    @Test
    void aCloneWithoutRemoteBuildsWhatItHas() throws Exception {
        world.git(world.folder("Maths"), "remote", "remove", "origin");
        update(author.head());
        assertThat(log.toString()).contains("has no remote");
        assertThatThrownBy(() -> update(new CommitHash(UNKNOWN))).isInstanceOf(UnknownCommitException.class);
        assertThat(world.open("Maths").head()).contains(author.head());
        assertThat(world.open("Maths").branchContaining(author.head())).contains("main");
    }

    @Test
    void aDetachedCloneFetches() throws Exception {
        world.git(world.folder("Maths"), "checkout", "-q", "--detach");
        CommitHash commit = author.push("Document.tex", "two\n");
        update(commit);
        assertThat(log.toString()).contains(">>> git fetch origin");
    }

    @Test
    void anEmptyCloneIsFilledByTheFirstPush(@TempDir Path other) throws Exception {
        try (World young = new World(other)) {
            Author writer = young.author();
            young.cloned("Young");
            CommitHash commit = writer.push("Document.tex", "one\n");
            young.open("Young").update(commit, log, World.soon());
            assertThat(young.folder("Young").resolve("Document.tex")).hasContent("one\n");
        }
    }

    @Test
    void aWorkingTreeOfAnotherCloneIsUpdated() throws Exception {
        world.git(
                world.folder("Maths"),
                "worktree",
                "add",
                "-q",
                "-b",
                "side",
                world.folder("Side").toString());
        CommitHash commit = author.push("Document.tex", "two\n");
        Clone clone = world.open("Side");
        clone.update(commit, log, World.soon());
        clone.checkout(world.work("Side")).restore(commit, false, true, log, World.soon());
        assertThat(world.work("Side").resolve("src/Document.tex")).hasContent("two\n");
    }

    @Test
    void aCloneThatBorrowsItsObjectsIsCheckedOut() throws Exception {
        world.git(folder, "clone", "-q", "--shared", "remote", "projects/Borrower");
        Clone clone = world.open("Borrower");
        clone.update(author.head(), log, World.soon());
        clone.checkout(world.work("Borrower")).restore(author.head(), false, true, log, World.soon());
        assertThat(world.work("Borrower").resolve("src/Document.tex")).hasContent("one\n");
    }

    @Test
    void submodulesAreNotFetchedWhateverTheUserConfigured() throws Exception {
        World.write(
                folder.resolve("home/.gitconfig"),
                "[submodule]\n\trecurse = true\n[fetch]\n\trecurseSubmodules = true\n");
        world.git(author.folder(), "update-index", "--add", "--cacheinfo", "160000," + author.head() + ",sub");
        World.write(
                author.folder().resolve(".gitmodules"),
                "[submodule \"sub\"]\n\tpath = sub\n\turl = ext::sh -c touch% " + folder.resolve("MARK") + "\n");
        world.git(author.folder(), "add", ".gitmodules");
        world.git(author.folder(), "commit", "-q", "-m", "sub");
        world.git(author.folder(), "push", "-q", "origin", "main");
        Clone clone = world.open("Maths");
        clone.update(author.head(), log, World.soon());
        clone.checkout(world.work("Maths")).restore(author.head(), false, true, log, World.soon());
        assertThat(log.toString()).contains("Submodules are not fetched: sub");
        assertThat(folder.resolve("MARK")).doesNotExist();
        assertThat(world.work("Maths").resolve("src/sub")).isEmptyDirectory();
    }

    @Test
    void hostileBranchNamesAreHarmless() throws Exception {
        CommitHash commit = author.push("Document.tex", "two\n");
        for (String branch : new String[] {"$(touch${IFS}MARK)", UNKNOWN, "--help", "-x", "a;touch_MARK"}) {
            world.git(folder.resolve("remote"), "update-ref", "refs/heads/" + branch, commit.value());
        }
        update(commit);
        assertThat(world.open("Maths").branchContaining(commit)).contains("main");
        assertThatThrownBy(() -> update(new CommitHash(UNKNOWN))).isInstanceOf(UnknownCommitException.class);
        assertThat(world.folder("Maths").resolve("MARK")).doesNotExist();
    }

    @Test
    void theUsersStashingIsNotUsed() throws Exception {
        World.write(
                folder.resolve("home/.gitconfig"),
                "[merge]\n\tautoStash = true\n[pull]\n\trebase = true\n[rebase]\n\tautoStash = true\n");
        World.write(world.folder("Maths").resolve("Document.tex"), "mine\n");
        CommitHash commit = author.push("Document.tex", "two\n");
        update(commit);
        assertThat(world.folder("Maths").resolve("Document.tex")).hasContent("mine\n");
        assertThat(world.git(world.folder("Maths"), "stash", "list")).isEmpty();
    }

    @Test
    void ourSecretsDoNotReachGit() throws Exception {
        world.environment.put("TOKEN", "canary-token");
        world.environment.put("SECRET", "canary-secret");
        world.environment.put("PASSWORD", "canary-password");
        world.environment.put("GIT_DIR", folder.resolve("elsewhere").toString());
        Path hook = world.folder("Maths").resolve(".git/hooks/post-merge");
        World.write(hook, "#!/bin/sh\nenv > " + folder.resolve("env") + "\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        Clone clone = world.open("Maths");
        world.environment.keySet().removeAll(Set.of("TOKEN", "SECRET", "PASSWORD", "GIT_DIR"));
        clone.update(author.push("Document.tex", "two\n"), log, World.soon());
        assertThat(folder.resolve("env")).content().contains("HOME=").doesNotContain("canary", "elsewhere");
    }

    @Test
    void withoutGitTheReasonSaysWhatToInstall() {
        Git git = new Git(
                world.folder("Maths"),
                world.processes,
                new GitEnvironment(world.environment),
                world.limits,
                folder.resolve("no-git").toString());
        assertThatThrownBy(() -> new Clone(git, world.processes, new Remembered(Map.of()))
                        .update(author.head(), log, World.soon()))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("apt install git");
    }

    @Test
    void aFolderThatIsGoneIsSaidToBeGone() throws Exception {
        world.git(folder, "clone", "-q", "remote", "projects/Gone");
        Clone clone = world.open("Gone");
        Trees.delete(world.folder("Gone"));
        assertThatThrownBy(() -> clone.update(author.head(), log, World.soon()))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("clone it again");
        assertThat(Files.exists(world.folder("Gone"))).isFalse();
    }

    @Test
    void aBrokenCloneNeverReachesTheRepositoryAroundIt() {
        world.git(world.projects, "init", "-q", "-b", "outer");
        Path broken = world.folder("Maths");
        assertThat(broken.resolve(".git/HEAD").toFile().delete()).isTrue();
        assertThat(broken.resolve(".git/refs")
                        .toFile()
                        .renameTo(folder.resolve("refs").toFile()))
                .isTrue();
        assertThatThrownBy(() -> update(author.head())).isInstanceOf(BuildException.class);
        assertThat(world.clones().find(new ProjectName("Maths")).orElseThrow().problem())
                .contains("Maths/.git");
    }
}

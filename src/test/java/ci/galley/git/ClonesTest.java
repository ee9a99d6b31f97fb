package ci.galley.git;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.git.World.Author;
import ci.galley.git.World.Log;
import ci.galley.model.CommitHash;
import ci.galley.model.CommitInfo;
import ci.galley.model.Project;
import ci.galley.model.ProjectName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClonesTest {
    private static final ProjectName MATHS = new ProjectName("Maths");

    @TempDir
    Path folder;

    private World world;
    private Author author;

    @BeforeEach
    void start() {
        world = new World(folder);
        author = world.author();
        author.push(
                "Document.tex",
                "one\n",
                ".ci.json",
                "{\"language\": \"latex\", \"main\": \"Document\", \"branches\": [\"draft-*\", \"wip/**\"]}");
        world.cloned("Maths");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Project maths() {
        return world.clones().find(MATHS).orElseThrow();
    }

    @Test
    void onlyRealFoldersWithGitAndAnAllowedNameAreProjects() throws IOException {
        Files.createDirectories(world.folder("Plain"));
        Files.createSymbolicLink(world.folder("Linked"), world.folder("Maths"));
        Files.createDirectories(world.folder("Maths_build/.git"));
        Files.createDirectories(world.folder("-x/.git"));
        Files.createDirectories(world.folder("api/.git"));
        Files.createDirectories(world.folder(".hidden/.git"));
        Files.writeString(world.folder("file"), "");
        world.git(
                world.folder("Maths"),
                "worktree",
                "add",
                "-q",
                "-b",
                "side",
                world.folder("Side").toString());
        Clones clones = world.clones();
        assertThat(clones.list()).extracting(project -> project.name().value()).containsExactly("Maths", "Side");
        for (String name : List.of("Plain", "Linked", "Maths_build", "Nowhere")) {
            assertThat(clones.exists(new ProjectName(name))).isFalse();
            assertThat(clones.find(new ProjectName(name))).isEmpty();
        }
        assertThat(clones.exists(MATHS)).isTrue();
    }

    @Test
    void projectsAppearAndDisappear() throws IOException {
        Clones clones = world.clones();
        assertThat(clones.list()).hasSize(1);
        world.cloned("Other");
        assertThat(clones.list()).hasSize(2);
        Files.move(world.folder("Maths"), folder.resolve("away"));
        assertThat(clones.list()).extracting(Project::name).containsExactly(new ProjectName("Other"));
    }

    @Test
    void branchAndRemoteAreThoseOfTheClone() {
        Clones clones = world.clones();
        assertThat(clones.find(MATHS).orElseThrow())
                .isEqualTo(new Project(MATHS, "main", "file://" + folder.resolve("remote"), null));
        world.git(world.folder("Maths"), "switch", "-q", "-c", "draft");
        world.git(
                world.folder("Maths"),
                "remote",
                "set-url",
                "origin",
                "https://ada:hidden@github.com/ada/maths.git?key=hidden");
        Project changed = clones.find(MATHS).orElseThrow();
        assertThat(changed.branch()).isEqualTo("draft");
        assertThat(changed.remote()).isEqualTo("https://github.com/ada/maths.git");
        assertThat(changed.repository()).contains("ada/maths");
    }

    @ParameterizedTest
    @CsvSource({
        "https://token@github.com/a/b, https://github.com/a/b",
        "ssh://git:hidden@host/a/b, ssh://git@host/a/b",
        "ssh://git@host:22/a/b, ssh://git@host:22/a/b",
        "git@github.com:a/b.git, git@github.com:a/b.git",
        "/srv/git/a.git, /srv/git/a.git",
    })
    void noPasswordOfARemoteIsShown(String url, String shown) {
        world.git(world.folder("Maths"), "remote", "set-url", "origin", url);
        assertThat(maths().remote()).isEqualTo(shown);
    }

    @Test
    void theUsersShortFormOfAnAddressIsSpelledOut() {
        World.write(folder.resolve("home/.gitconfig"), "[url \"https://github.com/\"]\n\tinsteadOf = gh:\n");
        world.git(world.folder("Maths"), "remote", "set-url", "origin", "gh:ada/maths");
        assertThat(maths().remote()).isEqualTo("https://github.com/ada/maths");
    }

    @Test
    void theTrackedBranchHasTheNameThatTheRemoteGivesIt() {
        world.git(world.folder("Maths"), "switch", "-q", "-c", "mine", "--track", "origin/main");
        assertThat(maths().branch()).isEqualTo("main");
    }

    @Test
    void anUnchangedListStartsNoProcess() {
        for (int i = 0; i < 20; i++) {
            world.git(folder, "clone", "-q", "remote", "projects/P" + i);
        }
        Clones clones = world.clones();
        List<Project> first = clones.list();
        assertThat(first)
                .hasSize(21)
                .allSatisfy(project -> assertThat(project.problem()).isNull());
        world.processes.close(); // whoever starts a process now fails
        assertThat(clones.list()).isEqualTo(first);
    }

    @Test
    void aDetachedCloneSaysWhatToDo() {
        world.git(world.folder("Maths"), "checkout", "-q", "--detach");
        assertThat(maths().branch()).isNull();
        assertThat(maths().problem())
                .isEqualTo("Maths is not on a branch (detached HEAD): run git switch main in Maths");
    }

    @Test
    void anEmptyCloneSaysWhatToDo() {
        world.git(world.projects, "init", "-q", "-b", "main", "Young");
        assertThat(world.clones().find(new ProjectName("Young")).orElseThrow())
                .satisfies(young -> assertThat(young.branch()).isEqualTo("main"))
                .satisfies(young -> assertThat(young.problem()).contains("has no commit yet"));
    }

    @Test
    void aCloneOfAnotherUserSaysWhatToDo() {
        world.environment.put("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
        assertThat(maths().problem())
                .contains("git config --global --add safe.directory \"$(realpath Maths)\"")
                .doesNotContain(folder.toString());
    }

    @Test
    void brokenClonesAreListedWithAProblem() throws IOException {
        Files.write(world.folder("Maths").resolve(".git/HEAD"), new byte[0]);
        Files.createDirectories(world.folder("Hollow/.git"));
        World.write(world.folder("Pointer/.git"), "gitdir: /nowhere\n");
        World.write(world.folder("Garbage/.git"), "garbage\n");
        Files.write(world.cloned("Config").resolve(".git/config"), "[core\n".getBytes(StandardCharsets.UTF_8));
        assertThat(world.clones().list())
                .hasSize(5)
                .allSatisfy(project -> assertThat(project.problem())
                        .isNotNull()
                        .contains(project.name().value())
                        .doesNotContain(folder.toString()));
    }

    @Test
    void aCloneWithoutRemoteIsNoProblem() {
        world.git(world.folder("Maths"), "remote", "remove", "origin");
        assertThat(maths()).isEqualTo(new Project(MATHS, "main", null, null));
    }

    @ParameterizedTest
    @CsvSource({"main, true", "draft-1, true", "wip/a/b, true", "draft-a/b, false", "other, false", "mai, false"})
    void theTrackedBranchAndThoseOfCiJsonAreBuilt(String branch, boolean built) {
        assertThat(world.clones().builds(MATHS, branch)).isEqualTo(built);
    }

    @Test
    void theBranchesAreThoseOfTheTrackedBranchsNewestCommit() throws Exception {
        Clones clones = world.clones();
        assertThat(clones.builds(MATHS, "other")).isFalse();
        CommitHash commit = author.push(".ci.json", "{\"language\": \"git\", \"branches\": [\"o*\"]}");
        clones.open(MATHS).update(commit, new Log(), World.soon());
        assertThat(clones.builds(MATHS, "other")).isTrue();
        assertThat(clones.builds(MATHS, "draft-1")).isFalse();
        clones.open(MATHS).update(author.push(".ci.json", "broken"), new Log(), World.soon());
        assertThat(clones.builds(MATHS, "main")).isTrue();
        assertThat(clones.builds(MATHS, "other")).isFalse();
        assertThat(clones.builds(new ProjectName("Nowhere"), "main")).isFalse();
    }

    @Test
    void theNewestCommitIsAskedOfTheRemote() throws Exception {
        CommitHash old = author.head();
        CommitHash commit = author.push("Document.tex", "two\n");
        Clones clones = world.clones();
        assertThat(clones.newestCommit(MATHS)).contains(commit);
        assertThat(clones.open(MATHS).head()).contains(old);
        world.git(world.folder("Maths"), "remote", "set-url", "origin", "/nowhere");
        assertThat(clones.newestCommit(MATHS)).contains(old);
        assertThat(clones.newestCommit(new ProjectName("Nowhere"))).isEmpty();
    }

    @Test
    void ancestorsAreTold() throws Exception {
        CommitHash first = author.head();
        CommitHash second = author.push("Document.tex", "two\n");
        Clones clones = world.clones();
        assertThat(clones.isAncestor(MATHS, first, second)).isFalse();
        clones.open(MATHS).update(second, new Log(), World.soon());
        assertThat(clones.isAncestor(MATHS, first, second)).isTrue();
        assertThat(clones.isAncestor(MATHS, second, first)).isFalse();
        assertThat(clones.isAncestor(MATHS, new CommitHash("0".repeat(40)), second))
                .isFalse();
    }

    @Test
    void aCommitIsDescribed() throws Exception {
        world.environment.put("GIT_COMMITTER_DATE", "2026-11-22T08:00:00+0100");
        world.git(
                author.folder(),
                "commit",
                "-q",
                "--allow-empty",
                "--author",
                "Ärzte & Söhne <a@b>",
                "-m",
                "Prove lemma 3\n\n<img src=x>\n\u202e");
        CommitHash commit = author.push();
        Clone clone = world.open("Maths");
        CommitHash parent = new CommitHash(world.git(author.folder(), "rev-parse", commit + "^"));
        clone.update(commit, new Log(), World.soon());
        CommitInfo info = clone.describe(parent);
        assertThat(info.message()).isEqualTo("Prove lemma 3\n\n<img src=x>\n\u202e");
        assertThat(info.author()).isEqualTo("Ärzte & Söhne");
        assertThat(info.committedAt()).isEqualTo(Instant.parse("2026-11-22T07:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "'tree %s\nauthor \\344rzte <a@b> 99999999999999999999 +0000\ncommitter x <a@b> 99999999999999999999 +0000\n\n\\377\\376 caf\\351\n'",
        "'tree %s\nauthor  <> 0 +0000\ncommitter  <> -5 +9999\nencoding no-such-encoding\n\n'",
        "'tree %s\nauthor x <a@b> 1 +0000\ncommitter x <a@b> 1 +0000\nencoding ISO-8859-1\n\ncaf\\351\n'",
    })
    void oddCommitsAreDescribedSomehow(String content) throws Exception {
        Path maths = world.folder("Maths");
        String tree = world.git(maths, "rev-parse", "HEAD^{tree}");
        String shell = "printf '" + content.formatted(tree) + "' | git hash-object -t commit -w --stdin --literally";
        CommitHash commit = new CommitHash(world.run(maths, List.of("sh", "-c", shell)));
        CommitInfo info = world.open("Maths").describe(commit);
        assertThat(info.committedAt()).isBetween(Instant.EPOCH, Instant.parse("9999-12-31T23:59:59Z"));
        if (content.contains("8859")) {
            assertThat(info.message()).isEqualTo("café");
        }
    }

    @Test
    void aBranchThatHasTheCommitIsNamed() throws Exception {
        CommitHash first = author.head();
        world.git(author.folder(), "switch", "-q", "-c", "another");
        CommitHash draft = author.commit("draft.tex", "draft\n");
        world.git(author.folder(), "push", "-q", "origin", "another");
        Clone clone = world.open("Maths");
        clone.update(draft, new Log(), World.soon());
        assertThat(clone.branchContaining(draft)).contains("another");
        assertThat(clone.branchContaining(first)).contains("main");
        assertThat(clone.branchContaining(new CommitHash("0".repeat(40)))).isEmpty();
    }

    @Test
    void taggedCommitsAreThoseBehindTheTags() throws Exception {
        CommitHash first = author.head();
        world.git(author.folder(), "tag", "light");
        CommitHash second = author.push("Document.tex", "two\n");
        world.git(author.folder(), "tag", "-a", "v1", "-m", "one");
        world.git(author.folder(), "tag", "-a", "v1-again", "-m", "of a tag", "v1");
        world.git(author.folder(), "push", "-q", "--tags", "origin");
        Clone clone = world.open("Maths");
        assertThat(clone.taggedCommits()).isEmpty();
        clone.update(second, new Log(), World.soon());
        assertThat(clone.taggedCommits()).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void askingInManyThreadsGivesTheSameAnswer() {
        Clones clones = world.clones();
        List<Project> once = clones.list();
        assertThat(IntStream.range(0, 50).parallel().mapToObj(i -> clones.list()))
                .allMatch(once::equals);
    }
}

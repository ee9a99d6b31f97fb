package ci.galley.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ci.galley.git.World.Author;
import ci.galley.git.World.Log;
import ci.galley.model.BuildException;
import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowTest {
    @TempDir
    Path folder;

    private World world;
    private Author author;
    private Path clone;
    private CommitHash first;
    private final Log log = new Log();

    @BeforeEach
    void start() {
        world = new World(folder);
        author = world.author();
        first = author.push("Document.tex", "one\n", "other.tex", "one\n");
        clone = world.cloned("Maths");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private void follow(CommitHash commit) throws Exception {
        Clone maths = world.open("Maths");
        maths.update(commit, log, World.soon());
        maths.moveTo(commit, log, World.soon());
    }

    private AbstractThrowableAssert<?, ?> refused(CommitHash commit) {
        return assertThatThrownBy(() -> follow(commit))
                .isInstanceOfSatisfying(
                        BuildException.class, e -> assertThat(e.state()).isEqualTo(BuildState.ERROR));
    }

    private String head() {
        return world.git(clone, "rev-parse", "HEAD");
    }

    @Test
    void theFolderMovesForwardAndBack() throws Exception {
        CommitHash second = author.push("Document.tex", "two\n");
        follow(second);
        assertThat(head()).isEqualTo(second.value());
        follow(first);
        assertThat(clone.resolve("Document.tex")).hasContent("one\n");
        assertThat(world.git(clone, "symbolic-ref", "HEAD")).isEqualTo("refs/heads/main");
        assertThat(log.toString()).contains(">>> git reset --keep " + first);
    }

    @Test
    void aForcedPushMovesTheFolder() throws Exception {
        CommitHash second = author.push("Document.tex", "two\n");
        follow(second);
        world.git(author.folder(), "reset", "-q", "--hard", first.value());
        CommitHash other = author.forcePush("Document.tex", "other\n");
        follow(other);
        assertThat(head()).isEqualTo(other.value());
        world.git(author.folder(), "push", "-q", "--force", "origin", first + ":refs/heads/main");
        follow(first);
        assertThat(head()).isEqualTo(first.value());
    }

    @Test
    void changesThatAreNotInTheWayStay() throws Exception {
        World.write(clone.resolve("other.tex"), "mine\n");
        World.write(clone.resolve("notes.txt"), "mine\n");
        CommitHash second = author.push("Document.tex", "two\n");
        follow(second);
        assertThat(clone.resolve("Document.tex")).hasContent("two\n");
        assertThat(clone.resolve("other.tex")).hasContent("mine\n");
        assertThat(clone.resolve("notes.txt")).hasContent("mine\n");
    }

    @Test
    void changesInTheWayAreNamed() {
        World.write(clone.resolve("Document.tex"), "mine\n");
        CommitHash second = author.push("Document.tex", "two\n");
        refused(second).hasMessageContaining("Document.tex").hasMessageContaining("git stash");
        assertThat(clone.resolve("Document.tex")).hasContent("mine\n");
        assertThat(head()).isEqualTo(first.value());
    }

    @Test
    void aNewFileInTheWayIsNamed() {
        World.write(clone.resolve("new.tex"), "mine\n");
        CommitHash second = author.push("new.tex", "theirs\n");
        refused(second).hasMessageContaining("new.tex");
        assertThat(clone.resolve("new.tex")).hasContent("mine\n");
    }

    @Test
    void localCommitsAreNamed() {
        World.write(clone.resolve("own.tex"), "mine\n");
        world.git(clone, "add", ".");
        world.git(clone, "commit", "-q", "-m", "My own lemma");
        String mine = head();
        CommitHash second = author.push("Document.tex", "two\n");
        refused(second).hasMessageContaining("My own lemma").hasMessageContaining("push");
        refused(first);
        assertThat(head()).isEqualTo(mine);
    }

    @Test
    void whatIsStagedAndNowhereElseIsInTheWay() throws Exception {
        World.write(clone.resolve("other.tex"), "staged\n");
        world.git(clone, "add", ".");
        World.write(clone.resolve("other.tex"), "changed again\n");
        CommitHash second = author.push("Document.tex", "two\n");
        world.open("Maths").update(first, log, World.soon());
        world.git(clone, "reset", "-q", "--keep", first.value());
        World.write(clone.resolve("other.tex"), "staged\n");
        world.git(clone, "add", ".");
        World.write(clone.resolve("other.tex"), "changed again\n");
        refused(second).hasMessageContaining("Staged changes").hasMessageContaining("other.tex");
        assertThat(world.git(clone, "show", ":other.tex")).isEqualTo("staged");
    }

    @Test
    void aDetachedFolderIsNotMoved() {
        world.git(clone, "checkout", "-q", "--detach");
        refused(author.push("Document.tex", "two\n")).hasMessageContaining("git switch main");
        assertThat(head()).isEqualTo(first.value());
    }

    @Test
    void aCloneWithoutRemoteMovesAmongItsOwnCommits() throws Exception {
        CommitHash second = author.push("Document.tex", "two\n");
        follow(second);
        world.git(clone, "remote", "remove", "origin");
        follow(first);
        assertThat(Files.readString(clone.resolve("Document.tex"))).isEqualTo("one\n");
    }
}

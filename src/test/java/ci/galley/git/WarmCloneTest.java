package ci.galley.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ci.galley.git.World.Author;
import ci.galley.git.World.Log;
import ci.galley.model.CommitHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered from one build to the next, so that a push waits for few commands, and when it is asked again. */
class WarmCloneTest {
    private static final CommitHash UNKNOWN = new CommitHash("1".repeat(40));

    @TempDir
    Path folder;

    private World world;
    private Author author;
    private Remembered remembered;

    @BeforeEach
    void start() {
        world = new World(folder);
        author = world.author();
        author.push("Document.tex", "one\n", ".ci.json", "{\"language\": \"latex\", \"main\": \"Document\"}");
        world.cloned("Maths");
        remembered = new Remembered(world.environment);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void aPushAfterTheFirstTakesThreeCommandsBeforeItIsCheckedOut() throws Exception {
        assertThat(commandsOfABuild(author.push("Document.tex", "two\n"))).startsWith("rev-parse", "config", "pull");
        assertThat(commandsOfABuild(author.push("Document.tex", "three\n")))
                .startsWith("pull")
                .containsExactlyInAnyOrder("pull", "log", "ls-tree");
    }

    @Test
    void whatGitIsAskedOfACommitItIsAskedAtOnce() throws Exception {
        World.write(folder.resolve("before"), """
                case $1 in
                log) other=ls-tree ;;
                ls-tree) other=log ;;
                *) other=$1 ;;
                esac
                for look in $(seq 2000); do
                  ! grep -qx -- "$other" '%s' || exec git "$@"
                  sleep 0.01
                done
                exit 1
                """.formatted(folder.resolve("asked")));
        assertThat(commandsOfABuild(author.head())).contains("log", "ls-tree");
    }

    @Test
    void aChangedCiJsonIsRead() throws Exception {
        commandsOfABuild(author.push("Document.tex", "two\n"));
        CommitHash commit =
                author.push("Other.tex", "x\n", ".ci.json", "{\"language\": \"latex\", \"main\": \"Other\"}");
        assertThat(updated(commit).config(commit).main()).isEqualTo("Other");
    }

    @Test
    void ofAnOlderCommitTheHeadIsStillTheNewest() throws Exception {
        CommitHash older = author.push("Document.tex", "two\n");
        CommitHash newest = author.push("Document.tex", "three\n");
        Clone clone = updated(older);
        assertThat(clone.head()).contains(newest);
        assertThat(clone.branchContaining(older)).contains("main");
        assertThat(clone.describe(older).author()).isEqualTo("Ada");
    }

    @Test
    void aBranchThatIsSwitchedToCountsFromTheNextBuildOn() throws Exception {
        CommitHash main = author.push("Document.tex", "two\n");
        assertThat(updated(main).facts().branch()).isEqualTo("main");
        world.git(author.folder(), "push", "-q", "origin", "main:another");
        world.git(world.folder("Maths"), "fetch", "-q");
        world.git(world.folder("Maths"), "switch", "-q", "another");
        Clone clone = updated(main);
        assertThat(clone.facts().branch()).isEqualTo("another");
        assertThat(clone.branchContaining(main)).contains("another");
    }

    @Test
    void afterAFailureTheConfigurationIsReadWithAllThatItIncludes() throws Exception {
        Path included = folder.resolve("included");
        world.git(world.folder("Maths"), "config", "include.path", included.toString());
        assertThat(updated(author.head()).facts().userHasSsh()).isFalse();
        World.write(included, "[core]\n\tsshCommand = ssh -v\n");
        assertThatThrownBy(() -> updated(UNKNOWN)).isInstanceOf(UnknownCommitException.class);
        assertThat(updated(author.head()).facts().userHasSsh()).isTrue();
    }

    /** What git is asked for, from the push to the checkout. */
    private List<String> commandsOfABuild(CommitHash commit) throws Exception {
        Path asked = folder.resolve("asked");
        Files.deleteIfExists(asked);
        Clone clone = updated(commit);
        assertThat(clone.head()).contains(commit);
        assertThat(clone.describe(commit).author()).isEqualTo("Ada");
        assertThat(clone.branchContaining(commit)).contains("main");
        assertThat(clone.config(commit).main()).isEqualTo("Document");
        return Files.readAllLines(asked);
    }

    private Clone updated(CommitHash commit) throws Exception {
        Clone clone = new Clone(git(), world.processes, remembered);
        clone.update(commit, new Log(), World.soon());
        return clone;
    }

    /** A git that writes down what it is asked for, and does first what is in the file {@code before}, if there is one. */
    private Git git() throws Exception {
        Path program = folder.resolve("git");
        Path before = folder.resolve("before");
        World.write(program, """
                #!/bin/sh
                echo "$1" >>'%s'
                [ ! -e '%s' ] || . '%s'
                exec git "$@"
                """.formatted(folder.resolve("asked"), before, before));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Git(
                world.folder("Maths"),
                world.processes,
                new GitEnvironment(world.environment),
                world.limits,
                program.toString());
    }
}

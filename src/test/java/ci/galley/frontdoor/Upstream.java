package ci.galley.frontdoor;

import ci.galley.model.CommitHash;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An author's side of a project: a bare repository that is pushed to, and the author's own clone of it. */
final class Upstream {
    static final String OWNER = "ada";
    static final String BRANCH = "main";

    /** Keeps the tests apart from the git configuration of whoever runs them. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_AUTHOR_NAME", "Ada",
            "GIT_AUTHOR_EMAIL", "ada@example.com",
            "GIT_COMMITTER_NAME", "Ada",
            "GIT_COMMITTER_EMAIL", "ada@example.com");

    private final String name;
    private final Path bare;
    private final Path author;

    private Upstream(String name, Path bare, Path author) {
        this.name = name;
        this.bare = bare;
        this.author = author;
    }

    /** An empty repository {@code ada/<name>} below {@code remotes}, and its author's clone. */
    static Upstream create(Path remotes, String name) {
        Path bare = remotes.resolve(OWNER).resolve(name + ".git");
        Path author = remotes.resolve("author").resolve(name);
        try {
            Files.createDirectories(bare);
            Files.createDirectories(author);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(bare, "git", "init", "--quiet", "--bare", "--initial-branch=" + BRANCH);
        run(bare, "git", "config", "uploadpack.allowAnySHA1InWant", "true");
        run(author, "git", "init", "--quiet", "--initial-branch=" + BRANCH);
        run(author, "git", "remote", "add", "origin", bare.toString());
        return new Upstream(name, bare, author);
    }

    String name() {
        return name;
    }

    /** What GitHub calls the repository. */
    String fullName() {
        return OWNER + "/" + name;
    }

    Path bare() {
        return bare;
    }

    /** The author's own clone. */
    Path author() {
        return author;
    }

    /** Writes a file in the author's clone. */
    Upstream write(String file, String content) {
        Path path = author.resolve(file);
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** A {@code .ci.json} for {@code Document.tex}, and that document with {@code words} in it. */
    Upstream document(String words) {
        return write(".ci.json", "{\"language\": \"latex\", \"main\": \"Document\"}\n")
                .write("Document.tex", "\\documentclass{article}\n\\begin{document}\n" + words + "\n\\end{document}\n");
    }

    /** Commits all that was written, and pushes it. */
    CommitHash commit(String message) {
        git("add", "--all");
        git("commit", "--quiet", "--allow-empty", "--message", message);
        push();
        return head();
    }

    /** The same, as if it were that time. */
    CommitHash commitAt(Instant time, String message) {
        git("add", "--all");
        String[] commit = {"git", "commit", "--quiet", "--allow-empty", "--message", message};
        List<String> command = new ArrayList<>(List.of("env", "GIT_COMMITTER_DATE=" + time));
        command.addAll(List.of(commit));
        run(author, command.toArray(String[]::new));
        push();
        return head();
    }

    void push() {
        git("push", "--quiet", "--force", "origin", "HEAD");
    }

    CommitHash head() {
        return new CommitHash(git("rev-parse", "HEAD").strip());
    }

    /** Runs git in the author's clone. */
    String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return run(author, command.toArray(String[]::new));
    }

    /** Runs a program with the test's git settings and returns what it printed; fails the test if the program fails. */
    static String run(Path directory, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        builder.environment().putAll(ENVIRONMENT);
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new AssertionError(command[0] + " is needed by this test; scripts/test.sh installs it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}

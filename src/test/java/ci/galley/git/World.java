package ci.galley.git;

import ci.galley.model.CommitHash;
import ci.galley.model.Layout;
import ci.galley.model.ProjectName;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import ci.galley.support.process.Transcript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Real repositories in a temporary folder: remotes, an author who pushes, clones in the projects folder. */
final class World implements AutoCloseable {
    static final GitLimits LIMITS = new GitLimits(
            Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMinutes(10), 100_000, 2L << 30, 1L << 30);

    /** The same with so little memory that a bomb goes off soon. */
    static final GitLimits LITTLE_MEMORY = new GitLimits(
            LIMITS.network(), LIMITS.local(), LIMITS.staleLock(), LIMITS.entries(), LIMITS.bytes(), 64L << 20);

    final Path root;
    final Path projects;
    final Processes processes = new Processes();
    final Map<String, String> environment = new HashMap<>();
    GitLimits limits = LIMITS;

    World(Path root) {
        this.root = root;
        this.projects = root.resolve("projects");
        try {
            Files.createDirectories(projects);
            Files.createDirectories(root.resolve("home"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", root.resolve("home").toString());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_AUTHOR_NAME", "Ada");
        environment.put("GIT_AUTHOR_EMAIL", "ada@example.org");
        environment.put("GIT_COMMITTER_NAME", "Ada");
        environment.put("GIT_COMMITTER_EMAIL", "ada@example.org");
    }

    @Override
    public void close() {
        processes.close();
    }

    Clones clones() {
        return new Clones(new Layout(projects, "_build"), processes, environment, limits);
    }

    Clone open(String name) {
        return clones().open(new ProjectName(name));
    }

    Path folder(String name) {
        return projects.resolve(name);
    }

    Path work(String name) {
        return projects.resolve(name + "_build").resolve(".work");
    }

    /** A bare repository with the branch main, and the author's clone of it, {@code root/author}. */
    Author author(String... initOptions) {
        List<String> init = new ArrayList<>(List.of("init", "-q", "--bare", "-b", "main"));
        init.addAll(List.of(initOptions));
        init.add(root.resolve("remote").toString());
        git(root, init.toArray(String[]::new));
        List<String> own = new ArrayList<>(List.of("init", "-q", "-b", "main"));
        own.addAll(List.of(initOptions));
        own.add(root.resolve("author").toString());
        git(root, own.toArray(String[]::new));
        git(
                root.resolve("author"),
                "remote",
                "add",
                "origin",
                root.resolve("remote").toString());
        return new Author(this, root.resolve("author"));
    }

    /** The user's clone of the remote. */
    Path cloned(String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of("clone", "-q"));
        arguments.addAll(List.of(options));
        arguments.add("file://" + root.resolve("remote"));
        arguments.add(folder(name).toString());
        git(root, arguments.toArray(String[]::new));
        return folder(name);
    }

    String git(Path folder, String... arguments) {
        List<String> all = new ArrayList<>(List.of("git"));
        all.addAll(List.of(arguments));
        return run(folder, all);
    }

    String run(Path folder, List<String> arguments) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(arguments).directory(folder.toFile()).redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(arguments + ": " + output);
            }
            return output.strip();
        } catch (IOException e) {
            throw new AssertionError("cannot run " + arguments.get(0) + ": install it", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(60));
    }

    static void write(Path file, String content) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Somebody who commits and pushes. */
    record Author(World world, Path folder) {
        /** Commits files, given as name, content, name, content ..., and pushes main. */
        CommitHash push(String... files) {
            CommitHash commit = commit(files);
            world.git(folder, "push", "-q", "origin", "HEAD:main");
            return commit;
        }

        CommitHash forcePush(String... files) {
            CommitHash commit = commit(files);
            world.git(folder, "push", "-q", "--force", "origin", "HEAD:main");
            return commit;
        }

        CommitHash commit(String... files) {
            for (int i = 0; i < files.length; i += 2) {
                write(folder.resolve(files[i]), files[i + 1]);
            }
            world.git(folder, "add", "--all");
            world.git(folder, "commit", "-q", "--allow-empty", "-m", "change");
            return head();
        }

        /** Pushes a commit of a few hundred bytes which names 10,000,000,000 files. */
        CommitHash pushBomb() {
            String tree = makeTree("100644 blob " + world.git(folder, "rev-parse", "HEAD:Document.tex"));
            for (int level = 0; level < 9; level++) {
                tree = makeTree("040000 tree " + tree);
            }
            CommitHash bomb = new CommitHash(world.git(folder, "commit-tree", "-p", "HEAD", "-m", "bomb", tree));
            world.git(folder, "push", "-q", "origin", bomb + ":refs/heads/main");
            return bomb;
        }

        private String makeTree(String entry) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                lines.append(entry).append('\t').append("f").append(i).append('\n');
            }
            Path file = world.root.resolve("tree");
            write(file, lines.toString());
            return world.run(folder, List.of("sh", "-c", "git mktree < " + file));
        }

        CommitHash head() {
            return new CommitHash(world.git(folder, "rev-parse", "HEAD"));
        }
    }

    /** Remembers all. */
    static final class Log implements Transcript {
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();

        @Override
        public void command(String shown) {
            add(">>> " + shown);
        }

        @Override
        public void say(String sentence) {
            add(sentence);
        }

        @Override
        public OutputStream output() {
            return text;
        }

        private void add(String line) {
            text.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return text.toString(StandardCharsets.UTF_8);
        }
    }
}

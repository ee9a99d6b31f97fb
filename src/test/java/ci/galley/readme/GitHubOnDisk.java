package ci.galley.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Repositories on disk that git, told so by a configuration of its own, finds under {@code https://github.com/}. */
final class GitHubOnDisk {
    private final Path folder;

    GitHubOnDisk(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(configuration(), """
                [user]
                name = Ada
                email = ada@example.com
                [init]
                defaultBranch = main
                [url "%s/"]
                insteadOf = https://github.com/
                """.formatted(folder));
    }

    /** What makes git find them, and nothing of the machine's own configuration. */
    Map<String, String> environment() {
        return Map.of("GIT_CONFIG_GLOBAL", configuration().toString(), "GIT_CONFIG_NOSYSTEM", "1");
    }

    /** Publishes what is in a folder as a repository of one commit, on branch {@code main}. */
    void publish(String name, Path content) throws IOException, InterruptedException {
        Path repository = folder.resolve(name + ".git");
        git(content, "init", "-q", "-b", "main");
        git(content, "add", "-A");
        git(content, "commit", "-q", "-m", "Begin");
        git(folder, "clone", "-q", "--bare", content.toString(), repository.toString());
    }

    /** Copies the working tree: what is committed, and what would be. */
    void copyWorkingTree(Path target) throws IOException, InterruptedException {
        String files = git(Readme.TOP, "ls-files", "-z", "--cached", "--others", "--exclude-standard");
        for (String file : files.split("\0", -1)) {
            Path from = Readme.TOP.resolve(file);
            if (!file.isEmpty() && Files.isRegularFile(from)) { // one that is deleted is still listed
                Path to = target.resolve(file);
                Files.createDirectories(to.getParent());
                Files.copy(from, to);
            }
        }
    }

    private Path configuration() {
        return folder.resolve("gitconfig");
    }

    private String git(Path where, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add(0, "git");
        ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().putAll(environment());
        Process git = builder.redirectErrorStream(true).start();
        git.getOutputStream().close();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as("%s: %s", command, output).isZero();
        return output;
    }
}

package ci.galley.git;

import ci.galley.model.BuildException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks git what a clone's configuration says; two or three processes. */
final class FactsReader {
    private static final String HEADS = "refs/heads/";

    /** The keys that matter here; git writes them in lower case, but for the middle part. */
    private static final String KEYS =
            "^(remote\\..*\\.url|branch\\..*\\.(remote|merge)|core\\.sshcommand|url\\..*\\.insteadof)$";

    private final Git git;

    FactsReader(Git git) {
        this.git = git;
    }

    Facts read() throws BuildException, InterruptedException {
        Optional<GitFolder> folder = GitFolder.of(git.folder());
        if (folder.isEmpty()) {
            return Facts.broken(git.name() + "/.git is no git folder: clone the repository again");
        }
        Git.Answer answer = git.ask("rev-parse", "--git-dir", "--show-object-format", "--symbolic-full-name", "HEAD");
        List<String> lines = answer.output().lines().toList();
        if (lines.size() < 2) {
            return Facts.broken(Trouble.ofLocal(answer.complaint(), git.name()));
        }
        int hashLength = lines.get(1).equals("sha256") ? 64 : 40;
        return answer.ok()
                ? facts(lines.get(2), false, hashLength, folder.get())
                : facts(unbornBranch(), true, hashLength, folder.get());
    }

    private Facts facts(String head, boolean unborn, int hashLength, GitFolder folder)
            throws BuildException, InterruptedException {
        Map<String, String> config = config();
        String local = head.startsWith(HEADS) ? head.substring(HEADS.length()) : null;
        String remote = remote(config, local);
        return new Facts(
                local,
                upstream(config, local, remote),
                remote,
                remote == null ? null : Shown.remote(url(config, remote)),
                config.containsKey("core.sshcommand"),
                hashLength,
                problem(local, unborn, remote, folder));
    }

    private @Nullable String problem(
            @Nullable String local, boolean unborn, @Nullable String remote, GitFolder folder) {
        if (isEmpty(folder.commonDir().resolve("config"))) {
            return Mender.emptyConfiguration(git.name());
        }
        if (local == null) {
            return "%s is not on a branch (detached HEAD): run git switch %s in %s"
                    .formatted(git.name(), likelyBranch(folder, remote), git.name());
        }
        if (unborn) {
            return "%s has no commit yet: push one to its remote, then run git pull in %s"
                    .formatted(git.name(), git.name());
        }
        return null;
    }

    private static boolean isEmpty(Path file) {
        try {
            return HalfWritten.is(file);
        } catch (IOException e) {
            return false;
        }
    }

    private Map<String, String> config() throws BuildException, InterruptedException {
        Map<String, String> config = new LinkedHashMap<>();
        Git.Answer answer = git.ask("config", "-z", "--get-regexp", KEYS);
        if (!answer.ok() && (answer.timedOut() || !answer.error().isBlank())) {
            throw BuildException.error(Trouble.ofLocal(answer.complaint(), git.name()));
        }
        for (String entry : answer.output().split("\0", -1)) {
            int end = entry.indexOf('\n');
            if (end > 0) {
                // The first address of a remote is the one that git fetches from; of the others, the last word counts
                if (entry.startsWith("remote.")) {
                    config.putIfAbsent(entry.substring(0, end), entry.substring(end + 1));
                } else {
                    config.put(entry.substring(0, end), entry.substring(end + 1));
                }
            }
        }
        return config;
    }

    private static @Nullable String remote(Map<String, String> config, @Nullable String local) {
        String configured = local == null ? null : config.get("branch." + local + ".remote");
        if (configured != null && config.containsKey(urlKey(configured))) {
            return safe(configured);
        }
        if (config.containsKey(urlKey("origin"))) {
            return "origin";
        }
        List<String> remotes = new ArrayList<>();
        for (String key : config.keySet()) {
            if (key.startsWith("remote.") && key.endsWith(".url")) {
                remotes.add(key.substring("remote.".length(), key.length() - ".url".length()));
            }
        }
        return remotes.isEmpty() ? null : safe(remotes.get(0));
    }

    /** A name that git would take for an option is none. */
    private static @Nullable String safe(String remote) {
        return remote.startsWith("-") ? null : remote;
    }

    private static @Nullable String upstream(
            Map<String, String> config, @Nullable String local, @Nullable String remote) {
        if (local == null || remote == null || !remote.equals(config.get("branch." + local + ".remote"))) {
            return local;
        }
        String merge = config.getOrDefault("branch." + local + ".merge", HEADS + local);
        return merge.startsWith(HEADS) ? merge.substring(HEADS.length()) : local;
    }

    private String url(Map<String, String> config, String remote) throws BuildException, InterruptedException {
        if (config.keySet().stream().anyMatch(key -> key.startsWith("url."))) {
            Git.Answer answer = git.ask("remote", "get-url", remote);
            if (answer.ok()) {
                return answer.output().strip();
            }
        }
        return config.getOrDefault(urlKey(remote), "");
    }

    private static String urlKey(String remote) {
        return "remote." + remote + ".url";
    }

    private String unbornBranch() throws BuildException, InterruptedException {
        return git.ask("symbolic-ref", "-q", "HEAD").output().strip();
    }

    /** The remote's main branch, as it was when it was cloned. */
    private static String likelyBranch(GitFolder folder, @Nullable String remote) {
        if (remote == null) {
            return "<branch>";
        }
        Path head = folder.commonDir().resolve("refs/remotes").resolve(remote).resolve("HEAD");
        String prefix = "ref: refs/remotes/" + remote + "/";
        try {
            String target = Files.readString(head, StandardCharsets.UTF_8).strip();
            return target.startsWith(prefix) ? target.substring(prefix.length()) : "<branch>";
        } catch (IOException e) {
            return "<branch>";
        }
    }
}

package ci.galley.git;

import ci.galley.support.process.SearchPath;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The environment variables that git gets: never our secrets, never a question to a person who is not there. */
final class GitEnvironment {
    /** Configuration of ours that no program needs to know. */
    private static final Set<String> SECRETS = Set.of("TOKEN", "SECRET", "PASSWORD");

    /** Would point git at another repository than its folder: git sets them for its hooks, of which we may be one. */
    private static final Set<String> MISLEADING = Set.of(
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_INDEX_FILE",
            "GIT_COMMON_DIR",
            "GIT_OBJECT_DIRECTORY",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            "GIT_NAMESPACE",
            "GIT_PREFIX",
            "GIT_QUARANTINE_PATH",
            "GIT_CURL_VERBOSE");

    /** {@code ext::} runs any command. */
    private static final String PROTOCOLS = "https:http:ssh:git:file";

    /**
     * What the user's own configuration may say otherwise: submodules are never followed, local changes never stashed away,
     * and messages are read by a program.
     */
    private static final List<Map.Entry<String, String>> SETTINGS = List.of(
            Map.entry("submodule.recurse", "false"),
            Map.entry("fetch.recurseSubmodules", "false"),
            Map.entry("merge.autoStash", "false"),
            Map.entry("rebase.autoStash", "false"),
            Map.entry("log.showSignature", "false"),
            Map.entry("core.quotePath", "false"),
            Map.entry("color.ui", "false"));

    private final Map<String, String> base;

    /**
     * @param base our own environment
     */
    GitEnvironment(Map<String, String> base) {
        Map<String, String> kept = new HashMap<>(base);
        kept.keySet().removeAll(SECRETS);
        kept.keySet().removeAll(MISLEADING);
        kept.keySet().removeIf(name -> name.startsWith("GIT_TRACE"));
        this.base = Map.copyOf(kept);
    }

    /** Where programs are looked for. */
    SearchPath searchPath() {
        return SearchPath.parse(base.get("PATH"));
    }

    /** For the user's own folder: with the user's own configuration, credentials and protocols. */
    Map<String, String> ofUser(Path folder) {
        Map<String, String> variables = new HashMap<>(base);
        variables.remove("LANGUAGE");
        variables.put("LC_ALL", "C");
        variables.put("GIT_TERMINAL_PROMPT", "0");
        variables.put("GIT_ASKPASS", "true");
        variables.put("SSH_ASKPASS", "true");
        // OpenSSH 8.4 asks that program even where there is a terminal, so that nothing waits at one
        variables.put("SSH_ASKPASS_REQUIRE", "force");
        variables.put("GCM_INTERACTIVE", "never");
        variables.put("GIT_EDITOR", "true");
        variables.put("GIT_ALLOW_PROTOCOL", PROTOCOLS);
        variables.put("GIT_HTTP_LOW_SPEED_LIMIT", "1");
        variables.put("GIT_HTTP_LOW_SPEED_TIME", "30");
        // Or a clone without a whole .git would make git climb to a repository that PROJECTS_DIR lies in
        variables.put("GIT_CEILING_DIRECTORIES", String.valueOf(folder.getParent()));
        addSettings(variables);
        return variables;
    }

    /** Like {@link #ofUser}, for commands that only read, and for which a hash means what it says. */
    Map<String, String> ofReader(Path folder) {
        Map<String, String> variables = new HashMap<>(ofUser(folder));
        variables.put("GIT_OPTIONAL_LOCKS", "0");
        variables.put("GIT_NO_REPLACE_OBJECTS", "1");
        return variables;
    }

    /** Adds, unless the user has settings for ssh, those that make it fail where it would ask. */
    void addSsh(Map<String, String> variables) {
        if (!variables.containsKey("GIT_SSH_COMMAND") && !variables.containsKey("GIT_SSH")) {
            variables.put(
                    "GIT_SSH_COMMAND",
                    "ssh -oBatchMode=yes -oConnectTimeout=15 -oServerAliveInterval=15 -oServerAliveCountMax=4");
        }
    }

    /** For a repository of ours: nothing of the user's, nothing from the network, only what is given here. */
    Map<String, String> hardened(Path gitDir, Path workTree, Path objects) {
        Map<String, String> variables = new HashMap<>();
        variables.put("PATH", base.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
        variables.put("LC_ALL", "C");
        variables.put("HOME", gitDir.toString());
        variables.put("GIT_DIR", gitDir.toString());
        variables.put("GIT_WORK_TREE", workTree.toString());
        variables.put("GIT_OBJECT_DIRECTORY", objects.toString());
        variables.put("GIT_CONFIG_NOSYSTEM", "1");
        variables.put("GIT_CONFIG_GLOBAL", "/dev/null");
        variables.put("GIT_ATTR_NOSYSTEM", "1");
        variables.put("GIT_TERMINAL_PROMPT", "0");
        variables.put("GIT_ALLOW_PROTOCOL", "none");
        variables.put("GIT_NO_REPLACE_OBJECTS", "1");
        return variables;
    }

    private static void addSettings(Map<String, String> variables) {
        int count = number(variables.getOrDefault("GIT_CONFIG_COUNT", "0"));
        for (Map.Entry<String, String> setting : SETTINGS) {
            variables.put("GIT_CONFIG_KEY_" + count, setting.getKey());
            variables.put("GIT_CONFIG_VALUE_" + count, setting.getValue());
            count++;
        }
        variables.put("GIT_CONFIG_COUNT", Integer.toString(count));
    }

    private static int number(String text) {
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}

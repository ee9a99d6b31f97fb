package ci.galley;

import ci.galley.latex.SandboxMode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the environment variables say. Only the root package knows it; everything else is given its own values.
 *
 * @param projectsDir where the clones are, absolute
 * @param host the name or address to listen on
 * @param port where to listen, 0 for a free one
 * @param outputSuffix what output folders end in
 * @param secret the webhook's secret, null for unsigned webhooks
 * @param token GitHub's personal access token, null for no commit statuses
 * @param domain the public URL, without a slash at its end
 * @param gitHubApi where GitHub's REST API is, without a slash at its end
 * @param password what people need to know, null where all is open
 * @param poll how often the remotes are asked for new commits, null for never
 * @param buildTimeout the limit for a whole build
 * @param maxBuilds how many builds run at a time
 * @param keepBuilds how many builds a project keeps
 * @param allowedHosts more names that a {@code Host} header may carry
 * @param searchPath folders in front of {@code PATH} for builds
 */
record Config(
        Path projectsDir,
        String host,
        int port,
        String outputSuffix,
        @Nullable String secret,
        @Nullable String token,
        @Nullable URI domain,
        URI gitHubApi,
        @Nullable String password,
        @Nullable Duration poll,
        Duration buildTimeout,
        int maxBuilds,
        int keepBuilds,
        SandboxMode sandbox,
        Set<String> allowedHosts,
        List<Path> searchPath) {

    /**
     * Reads the variables; those that are missing or empty take their defaults.
     *
     * @param directory the current directory
     * @throws ConfigException naming every bad variable
     */
    static Config of(Map<String, String> environment, Path directory) throws ConfigException {
        Variables variables = new Variables(environment);
        Config config = new Config(
                variables.folder("PROJECTS_DIR", directory),
                variables.host("HOST", "localhost"),
                variables.number("PORT", 8000, 0, 65535),
                variables.suffix("OUTPUT_SUFFIX", "_build"),
                variables.secret("SECRET"),
                variables.secret("TOKEN"),
                variables.url("DOMAIN"),
                variables.url("GITHUB_API", URI.create("https://api.github.com")),
                variables.secret("PASSWORD"),
                variables.duration("POLL", Duration.ofSeconds(10), Duration.ofDays(1)),
                variables.duration("BUILD_TIMEOUT", Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofDays(1)),
                variables.number("MAX_BUILDS", Runtime.getRuntime().availableProcessors(), 1, 1000),
                variables.number("KEEP_BUILDS", 100, 1, 1_000_000),
                variables.word("SANDBOX", SandboxMode.AUTO, SandboxMode::ofWord, "auto, bwrap, off"),
                variables.hosts("ALLOWED_HOSTS"),
                variables.folders("CI_PATH"));
        variables.throwIfBad();
        return config;
    }

    /** Without what must stay secret. */
    @Override
    public String toString() {
        return "Config[" + projectsDir + "]";
    }
}

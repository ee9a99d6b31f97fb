package ci.galley.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A git clone in {@code PROJECTS_DIR}, as it is now.
 *
 * @param branch the tracked branch: the one that the clone has checked out; null where there is none
 * @param remote the address of its remote, without a password in it; null where it has none
 * @param problem what keeps it from being built and what to do, null where all is well
 */
public record Project(
        ProjectName name,
        @Nullable String branch,
        @Nullable String remote,
        @Nullable String problem) {
    /** {@code https://host/owner/name.git}, {@code ssh://git@host/owner/name}, {@code git@host:owner/name.git}. */
    private static final Pattern REMOTE_URL = Pattern.compile(
            "(?:(?:https?|ssh|git)://(?:[^/@]*@)?[^/]+/|(?:[^/@:]+@)[^/:]+:/?)(?<slug>[^/]+/[^/]+?)(?:\\.git)?/?");

    /** The repository as GitHub names it, {@code owner/name}; nothing where the remote is not such a URL. */
    public Optional<String> repository() {
        if (remote == null) {
            return Optional.empty();
        }
        Matcher matcher = REMOTE_URL.matcher(remote);
        return matcher.matches() ? Optional.of(matcher.group("slug")) : Optional.empty();
    }
}

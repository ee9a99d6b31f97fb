package ci.galley.status;

import ci.galley.model.BuildState;
import java.util.Locale;

/**
 * What GitHub can show beside a commit.
 *
 * @see <a href="https://docs.github.com/en/rest/commits/statuses#create-a-commit-status">Create a commit status</a>
 */
enum GitHubState {
    PENDING,
    SUCCESS,
    FAILURE,
    ERROR;

    static GitHubState of(BuildState state) {
        return switch (state) {
            case QUEUED, RUNNING -> PENDING;
            case SUCCESS -> SUCCESS;
            case FAILURE -> FAILURE;
            case ERROR, CANCELLED -> ERROR;
        };
    }

    /** The state's name in requests: lower case. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

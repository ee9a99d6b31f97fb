package ci.galley.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a branch of a project moved, as a webhook or a look at the remote says.
 *
 * @param commit the branch's new head
 * @param branch the branch's short name, such as {@code main}
 * @param before the branch's head before, null where unknown or new
 * @param pushedAt when the remote took the push, null where unknown
 * @param info what is said of the commit, until git can be asked; null where nothing is
 */
public record Push(
        ProjectName project,
        CommitHash commit,
        String branch,
        @Nullable CommitHash before,
        @Nullable Instant pushedAt,
        Trigger trigger,
        @Nullable CommitInfo info) {

    /** Of a commit of which nothing is known but its hash. */
    public Push(
            ProjectName project,
            CommitHash commit,
            String branch,
            @Nullable CommitHash before,
            @Nullable Instant pushedAt,
            Trigger trigger) {
        this(project, commit, branch, before, pushedAt, trigger, null);
    }
}

package ci.galley.status;

import ci.galley.model.Build;
import ci.galley.model.CommitHash;
import ci.galley.model.ProjectName;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A state that GitHub is to be told. Times are nanoseconds of {@link Ticks}.
 *
 * @param giveUpAt when it is no news any more
 * @param notBefore when to try (again)
 * @param failures how often it was tried in vain
 * @param movedTo where GitHub wants it instead of the usual address
 * @param trouble what came of the last try; empty before there was one
 */
record Letter(
        Build build,
        long giveUpAt,
        long notBefore,
        int failures,
        @Nullable URI movedTo,
        String trouble) {

    /** Of a commit, only the newest state matters. */
    record Key(ProjectName project, CommitHash commit) {}

    static Letter of(Build build, long giveUpAt) {
        return new Letter(build, giveUpAt, 0, 0, null, "");
    }

    Letter failed(String why, long retryAt) {
        return new Letter(build, giveUpAt, retryAt, failures + 1, null, why);
    }

    Letter moved(URI to) {
        return new Letter(build, giveUpAt, notBefore, failures, to, trouble);
    }

    Letter troubled(String why) {
        return new Letter(build, giveUpAt, notBefore, failures, movedTo, why);
    }

    /** With what is known of the build by now, which is the same state to GitHub. */
    Letter refreshed(Build newer) {
        return new Letter(newer, giveUpAt, notBefore, failures, movedTo, trouble);
    }

    Key key() {
        return keyOf(build);
    }

    long rank() {
        return rankOf(build);
    }

    static Key keyOf(Build build) {
        return new Key(build.project(), build.commit());
    }

    /** Rises with each state that GitHub is told of a commit: pending, then final, then the next attempt's. */
    static long rankOf(Build build) {
        return 2L * build.attempt() + (build.state().isFinal() ? 1 : 0);
    }

    /** How the server's log names it. */
    @Override
    public String toString() {
        return build.project() + " " + build.commit().abbreviated();
    }
}

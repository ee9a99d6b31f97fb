package ci.galley.status;

import ci.galley.model.Build;
import org.jspecify.annotations.Nullable;

/** Draws the badge. */
public final class Badge {
    private Badge() {}

    /**
     * @param build null where there is none: "no builds"
     */
    public static byte[] svg(@Nullable Build build) {
        throw new UnsupportedOperationException(String.valueOf(build));
    }
}

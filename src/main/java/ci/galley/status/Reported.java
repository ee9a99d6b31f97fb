package ci.galley.status;

import ci.galley.model.Build;
import java.io.IOException;

/** Notes durably what GitHub was told. */
@FunctionalInterface
public interface Reported {
    /**
     * GitHub accepted the state of this build. It may have changed since; what is noted belongs to this attempt alone.
     *
     * @param told the build as it was when GitHub was told
     */
    void reported(Build told) throws IOException;
}

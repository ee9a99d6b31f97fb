package ci.galley.model;

import java.util.Locale;
import java.util.Optional;

/** Where a build stands. */
public enum BuildState {
    QUEUED,
    RUNNING,
    /** There is a whole PDF of this commit. */
    SUCCESS,
    /** The document does not typeset. */
    FAILURE,
    /** Anything else went wrong: git, the configuration, the machine, an unknown commit. */
    ERROR,
    CANCELLED;

    /** Whether nothing more will happen to this attempt. */
    public boolean isFinal() {
        return this != QUEUED && this != RUNNING;
    }

    /** The state's name in records and addresses: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that {@linkplain #word() word}, if it is one. */
    public static Optional<BuildState> ofWord(String word) {
        for (BuildState state : values()) {
            if (state.word().equals(word)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}

package ci.galley.model;

import java.util.Locale;
import java.util.Optional;

/** What asked for a build. */
public enum Trigger {
    WEBHOOK,
    GET,
    API,
    POLL;

    /** The trigger's name in records: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The trigger of that {@linkplain #word() word}, if it is one. */
    public static Optional<Trigger> ofWord(String word) {
        for (Trigger trigger : values()) {
            if (trigger.word().equals(word)) {
                return Optional.of(trigger);
            }
        }
        return Optional.empty();
    }
}

package ci.galley.git;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What git said of one clone and need not be asked again, as long as it holds. Safe for use by several threads. */
final class Remembered {
    private final FactsCache facts;
    private volatile @Nullable Content ciConfig;

    /**
     * @param variables our own environment, which says where the user's git configuration is
     */
    Remembered(Map<String, String> variables) {
        this.facts = new FactsCache(variables);
    }

    private record Content(String object, String text) {}

    FactsCache facts() {
        return facts;
    }

    /** The {@code .ci.json} of that hash, which most commits leave as it is. */
    Optional<String> ciConfig(String object) {
        Content last = ciConfig;
        return last != null && last.object().equals(object) ? Optional.of(last.text()) : Optional.empty();
    }

    void keepCiConfig(String object, String text) {
        ciConfig = new Content(object, text);
    }
}

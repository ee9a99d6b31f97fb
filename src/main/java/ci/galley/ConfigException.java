package ci.galley;

import java.util.List;

/** Environment variables have values that Galley cannot use. */
final class ConfigException extends Exception {
    /**
     * @param faults a sentence for each bad variable
     */
    ConfigException(List<String> faults) {
        super("Cannot start: " + String.join("; ", faults));
    }
}

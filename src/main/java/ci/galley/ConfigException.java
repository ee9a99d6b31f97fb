package ci.galley;

import java.util.List;

/** Environment variables have values that Galley cannot use. Its message is one line that names all of them. */
final class ConfigException extends Exception {
    /**
     * @param faults a sentence for each bad variable, without the full stop
     */
    ConfigException(List<String> faults) {
        super(String.join(". ", faults));
    }
}

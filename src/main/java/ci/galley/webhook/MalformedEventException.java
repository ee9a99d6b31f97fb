package ci.galley.webhook;

/** An event is not what GitHub sends. Its message names the field, and says what is wrong with it. */
final class MalformedEventException extends Exception {
    MalformedEventException(String message) {
        super(message);
    }
}

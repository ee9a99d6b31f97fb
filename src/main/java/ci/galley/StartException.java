package ci.galley;

/** The daemon cannot start. Its message is one line that says what is wrong and what to do. */
final class StartException extends Exception {
    StartException(String message) {
        super(message);
    }
}

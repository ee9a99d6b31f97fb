package ci.galley.queue;

/** As many builds of a project wait as may. */
public final class QueueFullException extends Exception {
    public QueueFullException(String message) {
        super(message);
    }
}

package ci.galley.queue;

/** As many builds of a project wait as may, or the queue is closing. Nothing was written; it may be tried again later. */
public final class QueueFullException extends Exception {
    public QueueFullException(String message) {
        super(message);
    }
}

package ci.galley.support.http;

import java.io.IOException;

/**
 * What one reader of a stream of events has still to be told. Keeps state and no queue: for a reader that takes its time,
 * what it has not been told yet is brought up to date, and does not grow.
 */
public interface EventSource {
    /**
     * The stream is open.
     *
     * @param wake to be called, by any thread, whenever there is something to write; returns at once
     */
    void open(Runnable wake);

    /** Writes what is new. Called soon after {@code wake}, and once at the beginning; never by two threads at a time. */
    void write(EventWriter to) throws IOException;

    /** The stream has ended. No {@code write} follows. */
    void close();
}

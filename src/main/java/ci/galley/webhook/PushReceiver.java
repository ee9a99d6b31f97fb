package ci.galley.webhook;

import ci.galley.model.Push;
import ci.galley.queue.BuildQueue;
import ci.galley.queue.QueueFullException;
import java.io.IOException;

/** Takes a push that is to be built; {@link BuildQueue#push} does. */
@FunctionalInterface
public interface PushReceiver {
    /**
     * Takes a push to a branch that is built.
     *
     * @param tracked whether the push is to the project's tracked branch
     * @return what became of it, on disk by now
     * @throws IOException if it could not be written to disk, and so is not accepted
     */
    BuildQueue.Admission push(Push push, boolean tracked) throws IOException, QueueFullException;
}

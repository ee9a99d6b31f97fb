package ci.galley.git;

import ci.galley.model.CommitHash;

/** Neither the clone nor its remote has a commit. */
public final class UnknownCommitException extends Exception {
    /**
     * @param detail one sentence for the author of the document
     */
    public UnknownCommitException(CommitHash commit, String detail) {
        super(detail.isEmpty() ? "Unknown commit " + commit : detail);
    }
}

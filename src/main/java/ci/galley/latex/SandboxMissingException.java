package ci.galley.latex;

/** The sandbox that the configuration insists on does not work here. Its message is one sentence for the user. */
public final class SandboxMissingException extends Exception {
    SandboxMissingException(String reason) {
        super(reason);
    }
}

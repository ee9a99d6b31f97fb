package ci.galley.model;

/** A build cannot go on. Its message is one sentence for the author of the document: what is wrong and what to do. */
public final class BuildException extends Exception {
    private final BuildState state;

    /**
     * @param state how the build ends: {@code FAILURE}, {@code ERROR} or {@code CANCELLED}
     * @param reason what is wrong and what to do; no path of the machine, no secret
     */
    public BuildException(BuildState state, String reason) {
        super(reason);
        this.state = state;
    }

    /** An {@code ERROR}: not the document's fault. */
    public static BuildException error(String reason) {
        return new BuildException(BuildState.ERROR, reason);
    }

    /** How the build ends. */
    public BuildState state() {
        return state;
    }

    /** What is wrong and what to do. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}

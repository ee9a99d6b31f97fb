package ci.galley.support.process;

import org.jspecify.annotations.Nullable;

/** A program is not there or cannot be executed. */
public final class ProgramMissingException extends Exception {
    private final String program;

    public ProgramMissingException(String program, @Nullable Throwable cause) {
        super(program + " is not installed or cannot be executed", cause);
        this.program = program;
    }

    public String program() {
        return program;
    }
}

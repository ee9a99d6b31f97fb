package ci.galley.latex;

import java.util.Locale;
import java.util.Optional;

/** What the user asks for with {@code SANDBOX}. */
public enum SandboxMode {
    /** bubblewrap where it works, else TeX's own restrictions. */
    AUTO,
    /** bubblewrap or nothing. */
    BWRAP,
    /** Everyone who can push is trusted. */
    OFF;

    /** The mode's name in the configuration: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode of that {@linkplain #word() word}, if it is one. */
    public static Optional<SandboxMode> ofWord(String word) {
        for (SandboxMode mode : values()) {
            if (mode.word().equals(word)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}

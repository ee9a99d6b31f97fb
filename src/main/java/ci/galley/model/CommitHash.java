package ci.galley.model;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The full name of a git commit, never abbreviated.
 *
 * @param value 40 lower-case hexadecimal characters, or 64 in a SHA-256 repository
 */
public record CommitHash(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final int SHORT_LENGTH = 7;

    /**
     * @throws IllegalArgumentException if {@code value} is not a full commit hash
     */
    public CommitHash {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException("not a full commit hash: " + value);
        }
    }

    /** The hash, or nothing where {@code value} cannot be one. */
    public static Optional<CommitHash> parse(String value) {
        return ALLOWED.matcher(value).matches() ? Optional.of(new CommitHash(value)) : Optional.empty();
    }

    /** Whether this is git's way of saying "no commit": zeros alone, as in the push that deletes a branch. */
    public boolean isZero() {
        return value.chars().allMatch(c -> c == '0');
    }

    /** The first seven characters, for people to read; never for an address. */
    public String abbreviated() {
        return value.substring(0, SHORT_LENGTH);
    }

    // Written out: what the compiler puts there for a record makes its code at the first call, which the start would
    // wait for.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CommitHash hash && value.equals(hash.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}

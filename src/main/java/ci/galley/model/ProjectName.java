package ci.galley.model;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a project: the name of its folder in {@code PROJECTS_DIR} and the first segment of its addresses.
 *
 * @param value matches {@code [A-Za-z0-9][A-Za-z0-9._-]{0,63}} and is not a reserved name
 */
public record ProjectName(String value) implements Comparable<ProjectName> {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** First segments of addresses that mean something else. */
    private static final Set<String> RESERVED = Set.of(
            "api",
            "assets",
            "events",
            "favicon.ico",
            "healthz",
            "index.html",
            "login",
            "logout",
            "metrics",
            "openapi.json");

    /**
     * @throws IllegalArgumentException if {@code value} is not a project's name
     */
    public ProjectName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a project name: " + value);
        }
    }

    /** Whether a folder of this name can be a project. */
    public static boolean isValid(String value) {
        return ALLOWED.matcher(value).matches() && !RESERVED.contains(value);
    }

    /** The name, or nothing where {@code value} cannot be one. */
    public static Optional<ProjectName> parse(String value) {
        return isValid(value) ? Optional.of(new ProjectName(value)) : Optional.empty();
    }

    @Override
    public int compareTo(ProjectName other) {
        return value.compareTo(other.value);
    }

    // Written out: what the compiler puts there for a record makes its code at the first call, which the start would
    // wait for.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProjectName name && value.equals(name.value);
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

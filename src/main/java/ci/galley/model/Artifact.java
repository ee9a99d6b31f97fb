package ci.galley.model;

import org.jspecify.annotations.Nullable;

/**
 * A file that a successful build made.
 *
 * @param name what it is in an address, such as {@code pdf}
 * @param file its name in the build's folder, such as {@code Document.pdf}
 * @param bytes its size
 * @param pages the number of its pages, null where unknown
 */
public record Artifact(
        String name, String file, long bytes, @Nullable Integer pages) {}

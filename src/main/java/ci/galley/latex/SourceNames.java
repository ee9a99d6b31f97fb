package ci.galley.latex;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names files as their author does: relative to the folder where TeX ran, without a leading {@code ./}. A file from
 * outside the sources, such as a package of TeX Live, keeps its last name alone: where it lies on this machine is nobody's
 * business.
 */
final class SourceNames {
    private final List<Path> roots = new ArrayList<>();
    private final Path fromTop;

    /**
     * @param sources the top of the checkout
     * @param folder where TeX ran, in {@code sources}
     * @param seenAs the path by which TeX knew {@code sources}, if the sandbox shows it elsewhere
     */
    SourceNames(Path sources, Path folder, Path seenAs) {
        roots.add(sources);
        roots.add(seenAs);
        try {
            roots.add(sources.toRealPath());
        } catch (IOException e) {
            // There are no sources (any more), so that no name leads into them either.
        }
        fromTop = sources.relativize(folder);
    }

    /** For logs that nobody knows the folder of. */
    static SourceNames unknown() {
        return new SourceNames(Path.of("."), Path.of("."), Path.of("."));
    }

    /** The name to show for a name in a log; null where there is none. */
    @Nullable
    String display(@Nullable String raw) {
        if (raw == null) {
            return null;
        }
        String name = raw.replace("\"", "").strip();
        while (name.startsWith("./")) {
            name = name.substring(2);
        }
        if (name.startsWith("/")) {
            name = absolute(name);
        }
        return Prose.quote(name);
    }

    /** The name to show for where a warning comes from: never an {@code .aux}, which its author does not write. */
    @Nullable
    String displaySource(@Nullable String raw) {
        String name = display(raw);
        return name == null || name.endsWith(".aux") ? null : name;
    }

    /** A message or quote without the paths of the checkout. */
    String withoutPaths(String text) {
        String clean = text;
        for (Path root : roots) {
            if (root.isAbsolute() && root.getNameCount() > 0) {
                clean = clean.replace(root + "/", "");
            }
        }
        return clean;
    }

    private String absolute(String name) {
        try {
            Path path = Path.of(name).normalize();
            for (Path root : roots) {
                if (root.isAbsolute() && path.startsWith(root)) {
                    return fromTop.relativize(root.relativize(path)).toString();
                }
            }
            Path last = path.getFileName();
            return last == null ? name : last.toString();
        } catch (IllegalArgumentException e) {
            return name.substring(name.lastIndexOf('/') + 1);
        }
    }
}

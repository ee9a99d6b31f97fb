package ci.galley.support.process;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The folders in which programs are looked for, in that order.
 *
 * @param folders absolute
 */
public record SearchPath(List<Path> folders) {
    public SearchPath {
        folders = List.copyOf(folders);
    }

    /** What a variable such as {@code PATH} says; entries that are not absolute are left out, as they depend on the folder. */
    public static SearchPath parse(@Nullable String variable) {
        List<Path> folders = new ArrayList<>();
        for (String entry : variable == null ? new String[0] : variable.split(":", -1)) {
            absolute(entry).ifPresent(folders::add);
        }
        return new SearchPath(folders);
    }

    private static Optional<Path> absolute(String entry) {
        try {
            return Optional.of(Path.of(entry)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty(); // it cannot be there
        }
    }

    /** These folders, then those of {@code other}. */
    public SearchPath then(SearchPath other) {
        List<Path> all = new ArrayList<>(folders);
        all.addAll(other.folders);
        return new SearchPath(all);
    }

    /** The program of that name, if there is one. */
    public Optional<Path> find(String program) {
        return folders.stream()
                .map(folder -> folder.resolve(program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** As a variable such as {@code PATH} says it. */
    public String variable() {
        return folders.stream().distinct().map(Path::toString).collect(Collectors.joining(":"));
    }
}

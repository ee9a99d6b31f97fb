package ci.galley.support.io;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A small file of ours: on each line a name, a space, and a value. */
public record NamedLines(List<String> lines) {
    /** Those of a file's content, in UTF-8. */
    public static NamedLines of(byte[] content) {
        return new NamedLines(
                new String(content, StandardCharsets.UTF_8).lines().toList());
    }

    /** The values of all lines of that name. */
    public List<String> all(String name) {
        String start = name + " ";
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .toList();
    }

    /** The value of the first line of that name. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }
}

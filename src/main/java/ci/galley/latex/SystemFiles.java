package ci.galley.latex;

import ci.galley.support.io.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Files of the machine that a document is made with: TeX's programs and packages. An update of TeX changes them.
 *
 * @param paths absolute
 * @param state of sizes and times of all of them
 */
record SystemFiles(List<String> paths, String state) {
    static SystemFiles of(List<String> paths) {
        return new SystemFiles(List.copyOf(paths), stateOf(paths));
    }

    /** Whether they are as they were. */
    boolean areUnchanged() {
        return state.equals(stateOf(paths));
    }

    private static String stateOf(List<String> paths) {
        return Sha256.of(paths.stream().map(path -> path + "\0" + stateOf(path)).collect(Collectors.joining("\n")));
    }

    private static String stateOf(String path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(Path.of(path), BasicFileAttributes.class);
            return attributes.size() + " " + attributes.lastModifiedTime().toMillis();
        } catch (IOException | InvalidPathException e) {
            return "";
        }
    }
}

package ci.galley.readme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The README of the working tree.
 *
 * @param text all of it
 */
public record Readme(String text) {
    /** A fence may be indented, within a list: its content then is, too. */
    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```(\\w+)\\n(.*?)^ *```$");

    /** The top of the working tree: Maven runs tests there. */
    public static final Path TOP = Path.of("").toAbsolutePath();

    public static Readme read() throws IOException {
        return new Readme(Files.readString(TOP.resolve("README.md")));
    }

    /** The content of every fenced block of that language, in order. */
    public List<String> blocks(String language) {
        List<String> found = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            if (block.group(2).equals(language)) {
                found.add(block.group(3).replaceAll("(?m)^" + block.group(1), ""));
            }
        }
        return found;
    }

    /** The nginx site that Galley comes with. */
    public String nginxSite() {
        return blocks("nginx").get(0);
    }

    /** The nginx site of python-ci, which takes {@code /api} away before the daemon sees a path. */
    public String predecessorSite() {
        return blocks("nginx").get(1);
    }
}

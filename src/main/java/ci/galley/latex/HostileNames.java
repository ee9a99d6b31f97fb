package ci.galley.latex;

import ci.galley.model.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * latexmk hands file names to a shell, in double quotes, and refuses {@code $} and {@code \} itself, but not the back-quote
 * (latexmk 4.79, {@code $illegal_in_texname}). This finds what a commit brings; a document can still make such a file
 * while it is typeset, which only a sandbox contains.
 */
final class HostileNames {
    private static final String MEANINGFUL_TO_A_SHELL = "`\"$\\";

    private HostileNames() {}

    /**
     * @throws BuildException if a file's name could be taken for a command
     */
    static void refuse(Path sources) throws BuildException, IOException {
        Optional<String> hostile;
        try (Stream<Path> files = Files.walk(sources)) {
            hostile = files.filter(file -> !file.equals(sources))
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(HostileNames::isHostile)
                    .findFirst();
        }
        if (hostile.isPresent()) {
            throw BuildException.error("The file name " + printable(hostile.get())
                    + " could be taken for a command by a shell; rename the file, or install bubblewrap on the server");
        }
    }

    private static boolean isHostile(String name) {
        return name.chars().anyMatch(c -> MEANINGFUL_TO_A_SHELL.indexOf(c) >= 0 || Character.isISOControl(c));
    }

    private static String printable(String name) {
        return name.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}

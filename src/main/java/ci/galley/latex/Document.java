package ci.galley.latex;

import ci.galley.model.BuildException;
import ci.galley.model.CiConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The document of a build, found in its checkout.
 *
 * @param place where it is built
 * @param file the document itself
 * @param argument what latexmk is called with: {@code file} as seen from where it runs
 */
record Document(Workplace place, Path file, String argument) {
    private static final String EXTENSION = ".tex";

    /**
     * Finds it, and makes sure that no link leads out of the checkout.
     *
     * @throws BuildException if it is not there
     */
    static Document find(Path sources, Path work, CiConfig config) throws BuildException, IOException {
        String main = Objects.requireNonNull(config.main(), "a document needs a main file");
        Path top = sources.toRealPath();
        Path file = top.resolve(main + EXTENSION);
        Path folder =
                config.directory() == null ? Objects.requireNonNull(file.getParent()) : top.resolve(config.directory());
        if (!Files.isRegularFile(file)) {
            throw BuildException.error(".ci.json: \"main\" is \"" + main + "\", but this commit has no file " + main
                    + EXTENSION + "; name the file that is to be typeset");
        }
        if (!Files.isDirectory(folder)) {
            throw BuildException.error(".ci.json: \"directory\" is \"" + config.directory()
                    + "\", but this commit has no such folder; name the folder in which latexmk is to run");
        }
        if (!file.toRealPath().startsWith(top) || !folder.toRealPath().startsWith(top)) {
            throw BuildException.error("\"" + main + EXTENSION
                    + "\" leads out of the repository through a symbolic link; put the file itself in");
        }
        Workplace place = new Workplace(top, folder.toRealPath(), work.toRealPath());
        return new Document(place, file, argument(folder, file));
    }

    /** TeX's name for what it makes: {@code Document} for {@code Document.tex}. */
    String jobName() {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - EXTENSION.length());
    }

    /** A file that TeX makes, beside where latexmk runs. */
    Path made(String extension) {
        return place.folder().resolve(jobName() + extension);
    }

    private static String argument(Path folder, Path file) {
        String argument = folder.relativize(file).toString();
        return argument.startsWith("-") ? "./" + argument : argument; // else it would be an option
    }
}

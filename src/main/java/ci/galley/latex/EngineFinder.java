package ci.galley.latex;

import ci.galley.model.CiConfig;
import ci.galley.model.Engine;
import ci.galley.support.process.Transcript;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which engine a document asks for: {@code .ci.json}, then a {@code % !TEX program} line. */
final class EngineFinder {
    /** TeXShop's comment, which TeXworks, TeXstudio and VS Code read, too, in the first lines of the document. */
    private static final Pattern MAGIC =
            Pattern.compile("^\\s*%+\\s*!\\s*TEX\\s+(?:TS-)?program\\s*=\\s*([\\w-]+).*", Pattern.CASE_INSENSITIVE);

    private static final int MAGIC_LINES = 20;

    /** Binary data may have no lines at all. */
    private static final int MAGIC_CHARACTERS = 8192;

    private EngineFinder() {}

    /** The engine, null where the document leaves the choice. */
    static @Nullable Engine find(Document document, CiConfig config, Transcript transcript) throws IOException {
        if (config.engine() != null) {
            return config.engine();
        }
        Optional<String> program = magic(document);
        Optional<Engine> engine = program.map(name -> name.toLowerCase(Locale.ROOT))
                .map(name -> name.endsWith("mk") ? name.substring(0, name.length() - 2) : name) // TeXShop's xelatexmk
                .flatMap(Engine::ofProgram);
        if (program.isPresent() && engine.isEmpty()) {
            transcript.say("\"% !TEX program = " + program.get()
                    + "\" is ignored; known programs: pdflatex, xelatex, lualatex");
        }
        return engine.orElse(null);
    }

    private static Optional<String> magic(Document document) throws IOException {
        char[] start = new char[MAGIC_CHARACTERS];
        int length = 0;
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(Files.newInputStream(document.file()), StandardCharsets.UTF_8))) {
            int read;
            while (length < start.length && (read = reader.read(start, length, start.length - length)) > 0) {
                length += read;
            }
        }
        return new String(start, 0, length)
                .lines()
                .limit(MAGIC_LINES)
                .map(MAGIC::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }
}

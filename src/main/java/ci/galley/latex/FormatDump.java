package ci.galley.latex;

import ci.galley.model.Engine;
import ci.galley.support.process.Command;
import ci.galley.support.process.Processes;
import ci.galley.support.process.ProgramMissingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Has TeX dump a format of a preamble into a folder, and sees what it read and wrote meanwhile. */
final class FormatDump {
    private static final String MACROS = "preamble-format.tex";
    private static final int MOST_BYTES = 16 << 20;

    /** pdfTeX keeps no picture in a format but one that is a PDF. */
    private static final Pattern PICTURE = Pattern.compile("(?i).*\\.(?:png|jpe?g|jbig2|jb2)");

    private final Aside aside;
    private final Document document;
    private final Path folder;
    private final SearchedNames searched = new SearchedNames();

    FormatDump(Aside aside, Path folder) {
        this.aside = aside;
        this.document = aside.document();
        this.folder = folder;
    }

    /**
     * Has TeX make it.
     *
     * @param reopened what TeX is to open again in each run
     */
    void run(Preamble preamble, Instant date, String reopened)
            throws IOException, InterruptedException, FormatRefusedException, ProgramMissingException {
        try (InputStream macros = FormatDump.class.getResourceAsStream(MACROS)) {
            Files.copy(
                    Objects.requireNonNull(macros, MACROS),
                    folder.resolve(MACROS),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Command dump = Command.of(
                Engine.PDFLATEX.program(),
                "-ini",
                "-progname=pdflatex",
                "-interaction=nonstopmode",
                "-file-line-error",
                "-recorder",
                "-jobname=" + document.jobName(),
                "-output-directory=" + Bubblewrap.FORMATS,
                "&pdflatex",
                "\\def\\GalleyLine{" + preamble.lines() + "}\\def\\GalleyOpen{" + reopened + "}\\input "
                        + Bubblewrap.FORMATS + "/" + MACROS + " \\input " + document.argument());
        Processes.Exit exit =
                aside.run(dump, date, SearchedNames.VARIABLES, Map.of(Path.of(Bubblewrap.FORMATS), folder), searched);
        if (!exit.ok() || !PlainFiles.isPlain(made(PreambleFormat.EXTENSION)) || searched.tooMany()) {
            throw new FormatRefusedException("the preamble fails, or has what a format cannot keep");
        }
        if (Rerun.ranPrograms(made(".log"))) {
            throw new FormatRefusedException("the preamble runs programs");
        }
    }

    /** What a format of it would not notice, or not keep. */
    void refuseWhatIsRead() throws IOException, FormatRefusedException {
        Set<String> made = FormatKey.madeNames(document);
        for (String name : Recorder.read(made(Recorder.EXTENSION)).read()) {
            Path file = document.place().inside(name).orElse(null);
            if (PICTURE.matcher(name).matches()) {
                throw new FormatRefusedException("the preamble reads a picture");
            }
            if (made.contains(name)) {
                throw new FormatRefusedException("the preamble reads what a run makes");
            }
            if (file != null
                    && !file.equals(document.file())
                    && Preamble.maybeEndsIn(PlainFiles.head(file, MOST_BYTES))) {
                throw new FormatRefusedException("the document may begin in " + name);
            }
        }
    }

    /** What the preamble opened for writing and left empty, for each run to open; what has content would be lost there. */
    String reopened() throws IOException, FormatRefusedException {
        StringBuilder reopened = new StringBuilder();
        String log = new String(log(), StandardCharsets.ISO_8859_1);
        for (String name : Recorder.read(made(Recorder.EXTENSION)).written()) {
            String file = name.substring(name.lastIndexOf('/') + 1);
            Path path = folder.resolve(file);
            if (Set.of(made(".log"), made(".pdf"), made(PreambleFormat.EXTENSION))
                    .contains(path)) {
                continue;
            }
            Matcher opened = Pattern.compile("(?m)^\\\\openout(\\d+) = `" + Pattern.quote(file) + "'\\.$")
                    .matcher(log);
            boolean isEmpty = PlainFiles.attributes(path)
                    .filter(attributes -> attributes.size() == 0)
                    .isPresent();
            if (!isEmpty || !file.matches("[A-Za-z0-9._-]+") || !opened.find()) {
                throw new FormatRefusedException("the preamble writes " + file);
            }
            reopened.append("\\immediate\\openout")
                    .append(opened.group(1))
                    .append('=')
                    .append(file)
                    .append(' ');
        }
        return reopened.toString();
    }

    /** The names of files that it looked for. */
    Set<String> searched() {
        return searched.stems();
    }

    byte[] log() throws IOException {
        return PlainFiles.head(made(".log"), MOST_BYTES);
    }

    private Path made(String extension) {
        return folder.resolve(document.jobName() + extension);
    }
}

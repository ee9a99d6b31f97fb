package ci.galley.latex;

import ci.galley.model.Engine;
import ci.galley.support.io.AtomicFiles;
import ci.galley.support.io.Trees;
import ci.galley.support.process.Command;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import ci.galley.support.process.ProgramMissingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a format of the preamble of a document that has just been typeset, and keeps it only if a run with it makes the same
 * in every byte. What a format cannot keep (see {@code preamble-format.tex}), and a preamble that writes files, runs programs
 * or keeps the date, is refused. The checkout and what is in it stay as they are.
 */
final class FormatMaker {
    private static final String MACROS = "preamble-format.tex";
    private static final int MOST_BYTES = 16 << 20;

    /** Two times without a number in common, but with as many digits, so that formats made at either can be compared. */
    private static final Instant ONCE = Instant.parse("2000-11-11T11:11:11Z");

    private static final Instant LATER = Instant.parse("2010-12-22T12:22:22Z");

    /** pdfTeX keeps no picture in a format but one that is a PDF. */
    private static final Pattern PICTURE = Pattern.compile("(?i).*\\.(?:png|jpe?g|jbig2|jb2)");

    private static final Logger LOG = LoggerFactory.getLogger(FormatMaker.class);

    private final Document document;
    private final Command command;
    private final Sandbox sandbox;
    private final Processes processes;
    private final Function<Instant, Map<String, String>> variables;
    private final Deadline deadline;
    private final Path folder;
    private final SearchedNames searched = new SearchedNames();

    /**
     * @param command runs the engine with the format
     * @param variables the environment of a build, by the time of its commit
     */
    FormatMaker(
            Document document,
            Command command,
            Sandbox sandbox,
            Processes processes,
            Function<Instant, Map<String, String>> variables,
            Deadline deadline) {
        this.document = document;
        this.command = command;
        this.sandbox = sandbox;
        this.processes = processes;
        this.variables = variables;
        this.deadline = deadline;
        this.folder = document.place().work().resolve("formats.new");
    }

    /** Why there is no format, to be read by who looks into it. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String reason) {
            super(reason);
        }
    }

    /**
     * Makes it, unless it has been tried for the document as it is now.
     *
     * @param committedAt what {@code \today} was in the run that made the PDF
     */
    void make(Instant committedAt) throws IOException, InterruptedException {
        Preamble preamble = Preamble.of(document).orElse(null);
        if (preamble == null || PreambleFormat.isKnown(document, sandbox)) {
            return;
        }
        try {
            String refusal = null;
            try {
                dumpTwice(preamble);
                unpack(made(PreambleFormat.EXTENSION), made(PreambleFormat.EXTENSION));
                Files.write(made(".log"), PreambleLog.of(log()).getBytes(StandardCharsets.ISO_8859_1));
                prove(committedAt);
            } catch (RefusedException | ProgramMissingException e) {
                refusal = e.getMessage();
                Files.deleteIfExists(made(PreambleFormat.EXTENSION));
                unpackLatex();
            }
            LOG.debug("{}: {}", document.place().work(), refusal == null ? "format made" : "no format: " + refusal);
            install(preamble);
        } finally {
            Trees.delete(folder);
        }
    }

    private void dumpTwice(Preamble preamble)
            throws IOException, InterruptedException, RefusedException, ProgramMissingException {
        dump(preamble, ONCE, "");
        refuseWhatIsRead();
        String reopened = reopened();
        if (!reopened.isEmpty()) {
            dump(preamble, ONCE, reopened);
        }
        Path first = folder.resolve("first");
        Files.move(made(PreambleFormat.EXTENSION), first);
        dump(preamble, LATER, reopened);
        boolean same = Files.mismatch(first, made(PreambleFormat.EXTENSION)) < 0;
        Files.delete(first);
        if (!same) {
            throw new RefusedException("the preamble keeps the date, or something else that changes");
        }
    }

    /**
     * Has TeX make it.
     *
     * @param reopened what TeX is to open again in each run
     */
    private void dump(Preamble preamble, Instant date, String reopened)
            throws IOException, InterruptedException, RefusedException, ProgramMissingException {
        Path first = folder.resolve("first");
        if (!Files.exists(first)) {
            Trees.delete(folder);
            Files.createDirectories(folder);
        }
        try (InputStream macros = FormatMaker.class.getResourceAsStream(MACROS)) {
            Files.copy(
                    Objects.requireNonNull(macros, MACROS),
                    folder.resolve(MACROS),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Map<String, String> environment = new HashMap<>(variables.apply(date));
        environment.put(SearchedNames.VARIABLE, SearchedNames.SEARCHES);
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
                                + Bubblewrap.FORMATS + "/" + MACROS + " \\input " + document.argument())
                .environment(environment);
        Processes.Exit exit = sandbox.runAside(
                processes, dump, document.place(), Map.of(Path.of(Bubblewrap.FORMATS), folder), searched, deadline);
        if (!exit.ok() || !PlainFiles.isPlain(made(PreambleFormat.EXTENSION)) || searched.tooMany()) {
            throw new RefusedException("the preamble fails, or has what a format cannot keep");
        }
        if (Rerun.ranPrograms(made(".log"))) {
            throw new RefusedException("the preamble runs programs");
        }
    }

    private void refuseWhatIsRead() throws IOException, RefusedException {
        Set<String> made =
                new TreeSet<>(Recorder.read(document.made(Recorder.EXTENSION)).written());
        RuleDatabase.read(document.made(RuleDatabase.EXTENSION)).rules().forEach(rule -> made.addAll(rule.made()));
        for (String name : Recorder.read(made(Recorder.EXTENSION)).read()) {
            Path file = document.place().inside(name).orElse(null);
            if (PICTURE.matcher(name).matches()) {
                throw new RefusedException("the preamble reads a picture");
            }
            if (made.contains(name)) {
                throw new RefusedException("the preamble reads what a run makes");
            }
            if (file != null
                    && !file.equals(document.file())
                    && Preamble.maybeEndsIn(PlainFiles.head(file, MOST_BYTES))) {
                throw new RefusedException("the document may begin in " + name);
            }
        }
    }

    /** What the preamble opened for writing and left empty, for each run to open; what has content would be lost there. */
    private String reopened() throws IOException, RefusedException {
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
                throw new RefusedException("the preamble writes " + file);
            }
            reopened.append("\\immediate\\openout")
                    .append(opened.group(1))
                    .append('=')
                    .append(file)
                    .append(' ');
        }
        return reopened.toString();
    }

    private void unpackLatex() throws IOException {
        String format = PreambleFormat.LATEX + PreambleFormat.EXTENSION;
        for (String name : Recorder.read(made(Recorder.EXTENSION)).read()) {
            if (name.startsWith("/") && name.endsWith("/" + format) && PlainFiles.isPlain(Path.of(name))) {
                unpack(Path.of(name), folder.resolve(format));
            }
        }
    }

    /** TeX reads a format faster that is not compressed. */
    private void unpack(Path format, Path to) throws IOException {
        Path unpacked = folder.resolve("unpacked");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(format))) {
            Files.copy(in, unpacked, StandardCopyOption.REPLACE_EXISTING);
        } catch (ZipException e) {
            return; // it is not compressed
        }
        Files.move(unpacked, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private void prove(Instant committedAt) throws IOException, InterruptedException, RefusedException {
        Map<String, String> environment = new HashMap<>(variables.apply(committedAt));
        environment.putAll(PreambleFormat.withPreamble(document).variables());
        try (Rerun rerun = Rerun.of(
                document,
                Engine.PDFLATEX,
                command.environment(environment),
                Map.of(Path.of(Bubblewrap.FORMATS), folder),
                sandbox,
                processes,
                OutputStream.nullOutputStream(),
                deadline)) {
            if (!rerun.isSame()) {
                throw new RefusedException("a run with the format does not make the same");
            }
        }
    }

    private void install(Preamble preamble) throws IOException {
        List<String> read =
                new ArrayList<>(Recorder.read(made(Recorder.EXTENSION)).read());
        Set<String> names = searched.stems();
        read.forEach(name -> names.add(SearchedNames.stem(name)));
        List<String> system = new ArrayList<>(
                read.stream().filter(name -> name.startsWith("/")).toList());
        sandbox.programs().find(Engine.PDFLATEX.program()).map(Path::toString).ifPresent(system::add);
        Inputs inputs =
                new Inputs(names, SystemFiles.of(system), sandbox.programs().variable(), null);
        AtomicFiles.write(
                made(PreambleFormat.KEY),
                FormatKey.of(document, preamble, inputs).toBytes());
        Path formats = document.place().formats();
        Trees.delete(formats);
        Files.move(folder, formats, StandardCopyOption.ATOMIC_MOVE);
    }

    private byte[] log() throws IOException {
        return PlainFiles.head(made(".log"), MOST_BYTES);
    }

    private Path made(String extension) {
        return folder.resolve(document.jobName() + extension);
    }
}

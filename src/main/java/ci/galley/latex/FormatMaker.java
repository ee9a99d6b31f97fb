package ci.galley.latex;

import ci.galley.model.Engine;
import ci.galley.support.io.AtomicFiles;
import ci.galley.support.io.Trees;
import ci.galley.support.process.Command;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    /** Two times without a number in common, but with as many digits, so that formats made at either can be compared. */
    private static final Instant ONCE = Instant.parse("2000-11-11T11:11:11Z");

    private static final Instant LATER = Instant.parse("2010-12-22T12:22:22Z");

    private static final Logger LOG = LoggerFactory.getLogger(FormatMaker.class);

    private final Aside aside;
    private final Document document;
    private final Command command;
    private final Path folder;
    private final FormatDump dump;

    /**
     * @param command runs the engine with the format
     */
    FormatMaker(Aside aside, Command command) {
        this.aside = aside;
        this.document = aside.document();
        this.command = command;
        this.folder = document.place().work().resolve("formats.new");
        this.dump = new FormatDump(aside, folder);
    }

    /**
     * Makes it, unless it has been tried for the document as it is now.
     *
     * @param committedAt what {@code \today} was in the run that made the PDF
     */
    void make(Instant committedAt) throws IOException, InterruptedException {
        Preamble preamble = Preamble.of(document).orElse(null);
        if (preamble == null || PreambleFormat.isKnown(document, aside.sandbox())) {
            return;
        }
        try {
            Trees.delete(folder);
            Files.createDirectories(folder);
            String refusal = null;
            try {
                dumpTwice(preamble);
                unpack(made(PreambleFormat.EXTENSION), made(PreambleFormat.EXTENSION));
                Files.write(made(".log"), PreambleLog.of(dump.log()).getBytes(StandardCharsets.ISO_8859_1));
                prove(committedAt);
            } catch (FormatRefusedException | ProgramMissingException e) {
                refusal = e.getMessage();
                if (aside.deadline().hasPassed()) {
                    return; // nothing is shown by that
                }
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
            throws IOException, InterruptedException, FormatRefusedException, ProgramMissingException {
        dump.run(preamble, ONCE, "");
        dump.refuseWhatIsRead();
        String reopened = dump.reopened();
        if (!reopened.isEmpty()) {
            dump.run(preamble, ONCE, reopened);
        }
        Path first = folder.resolve("first");
        Files.move(made(PreambleFormat.EXTENSION), first);
        dump.run(preamble, LATER, reopened);
        boolean same = Files.mismatch(first, made(PreambleFormat.EXTENSION)) < 0;
        Files.delete(first);
        if (!same) {
            throw new FormatRefusedException("the preamble keeps the date, or something else that changes");
        }
    }

    private void unpackLatex() throws IOException {
        String format = PreambleFormat.LATEX + PreambleFormat.EXTENSION;
        Files.deleteIfExists(folder.resolve(format)); // whatever the preamble wrote there
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

    private void prove(Instant committedAt) throws IOException, InterruptedException, FormatRefusedException {
        try (Rerun rerun = Rerun.of(
                aside,
                Engine.PDFLATEX,
                command,
                committedAt,
                PreambleFormat.VARIABLES,
                Map.of(Path.of(Bubblewrap.FORMATS), folder),
                OutputStream.nullOutputStream())) {
            if (!rerun.isSame()) {
                throw new FormatRefusedException("a run with the format does not make the same");
            }
        }
    }

    private void install(Preamble preamble) throws IOException {
        List<String> read =
                new ArrayList<>(Recorder.read(made(Recorder.EXTENSION)).read());
        Set<String> names = dump.searched();
        read.forEach(name -> names.add(SearchedNames.stem(name)));
        List<String> system = new ArrayList<>(
                read.stream().filter(name -> name.startsWith("/")).toList());
        aside.sandbox()
                .programs()
                .find(Engine.PDFLATEX.program())
                .map(Path::toString)
                .ifPresent(system::add);
        Inputs inputs = new Inputs(
                names, SystemFiles.of(system), aside.sandbox().programs().variable(), null);
        AtomicFiles.write(
                made(PreambleFormat.KEY),
                FormatKey.of(document, preamble, inputs).toBytes());
        Path formats = document.place().formats();
        Trees.delete(formats);
        Files.move(folder, formats, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path made(String extension) {
        return folder.resolve(document.jobName() + extension);
    }
}

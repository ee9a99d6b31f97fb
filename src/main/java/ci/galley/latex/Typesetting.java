package ci.galley.latex;

import ci.galley.model.BuildException;
import ci.galley.model.Engine;
import ci.galley.model.Problem;
import ci.galley.model.Shortcut;
import ci.galley.support.process.Command;
import ci.galley.support.process.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One document, once: clears the place, runs latexmk, looks at what is there. */
final class Typesetting {
    private final Document document;
    private final Latexmk latexmk;
    private final LatexmkRun runner;
    private final Set<Shortcut> shortcuts;
    private final Transcript transcript;
    private final Traces traces;
    private final Memory memory;
    private final List<LargeFiles.Large> large = new ArrayList<>();

    Typesetting(Document document, Latexmk latexmk, LatexmkRun runner, Set<Shortcut> shortcuts, Transcript transcript) {
        this.document = document;
        this.latexmk = latexmk;
        this.runner = runner;
        this.shortcuts = shortcuts;
        this.transcript = transcript;
        this.traces = new Traces(document, latexmk.configured());
        this.memory = new Memory(document);
    }

    Typeset run(TimeLimit limit) throws BuildException, IOException, InterruptedException {
        boolean earlier = memory.hasEarlierBuild();
        Files.createDirectories(document.place().cache());
        Files.createDirectories(document.place().home());
        traces.clear();
        FileTime began = memory.restore();
        LatexmkRun.Ending alone = engineAlone();
        LatexmkRun.Ending ending = alone == null ? run(latexmk.command(false)) : alone;
        Traces.Found found = traces.find();
        if (ending.ok() && found.pdf() == null) {
            transcript.say("latexmk has found nothing to do, but there is no new PDF; making everything again");
            traces.clear();
            ending = run(latexmk.command(true));
            found = traces.find();
        }
        List<Problem> problems = problems(found, ending);
        removeLargeFiles(ending, found, began);
        String reason = reason(ending, found, problems, limit);
        if (reason == null) {
            memory.keep();
        }
        TexLog log = new TexLog(found.log());
        log.cut();
        return new Typeset(
                reason,
                reason == null ? found.pdf() : null,
                reason == null ? log.pages() : null,
                kept(found),
                problems,
                reason != null && earlier && !ending.exit().timedOut());
    }

    /** The engine's run, which was enough, or failed; null where latexmk is to be run. */
    private LatexmkRun.@Nullable Ending engineAlone() throws BuildException, IOException, InterruptedException {
        Engine engine = shortcuts.contains(Shortcut.ONE_PASS) ? latexmk.alone().orElse(null) : null;
        OnePass pass = engine == null ? null : memory.onePass(engine).orElse(null);
        if (engine == null || pass == null) {
            return null;
        }
        LatexmkRun.Ending ending = runEngine(engine);
        String wanting = ending.ok() ? pass.wanting() : null;
        if (wanting == null) {
            Command driver = latexmk.driverCommand(engine).orElse(null);
            return driver == null || !ending.ok() ? ending : run(driver);
        }
        transcript.say("One run of %s is not enough (%s): going on with latexmk".formatted(engine.program(), wanting));
        traces.clear();
        return null;
    }

    /** A run of the engine; with the preamble's format if there is one, unless that fails. */
    private LatexmkRun.Ending runEngine(Engine engine) throws BuildException, IOException, InterruptedException {
        PreambleFormat format =
                shortcuts.contains(Shortcut.FORMAT) ? latexmk.format(engine).orElse(null) : null;
        if (format == null) {
            return run(latexmk.engineCommand(engine));
        }
        LatexmkRun.Ending ending = run(latexmk.engineCommand(format), PreambleFormat.VARIABLES);
        if (ending.ok()) {
            format.completeLog();
            return ending;
        }
        if (ending.exit().timedOut() || !format.hasPreamble()) {
            return ending;
        }
        transcript.say("That was with a format made of the preamble; once more without");
        traces.clear();
        LatexmkRun.Ending without = run(latexmk.engineCommand(engine));
        if (without.ok()) {
            format.drop();
        }
        return without;
    }

    private LatexmkRun.Ending run(Command command) throws BuildException, IOException, InterruptedException {
        return run(command, Map.of());
    }

    private LatexmkRun.Ending run(Command command, Map<String, String> more)
            throws BuildException, IOException, InterruptedException {
        LatexmkRun.Ending ending = runner.run(command, more);
        Permissions.mend(document.place().sources());
        Permissions.mend(document.place().cache());
        Path folder = document.place().folder();
        if (!Files.isDirectory(folder) || !folder.toRealPath().equals(folder)) {
            throw BuildException.error("The build has replaced the folder in which it ran; remove what does so");
        }
        return ending;
    }

    private List<Problem> problems(Traces.Found found, LatexmkRun.Ending ending) {
        Workplace place = document.place();
        Path log = place.folder().relativize(found.folder()).resolve(found.jobName());
        return new ProblemReader(place.sources(), place.folder(), runner.seenAs()).read(log.toString(), ending.tail());
    }

    private void removeLargeFiles(LatexmkRun.Ending ending, Traces.Found found, FileTime began) throws IOException {
        if (!ending.ok()) {
            large.addAll(LargeFiles.remove(document.place().sources(), began, found.log()));
            large.forEach(file -> transcript.say(file.said()));
        }
    }

    private @Nullable String reason(
            LatexmkRun.Ending ending, Traces.Found found, List<Problem> problems, TimeLimit limit) throws IOException {
        if (ending.exit().timedOut()) {
            return limit.exceeded();
        }
        if (!ending.ok()) {
            return FailureReason.of(ending, problems, large, runner.mostFileBytes());
        }
        if (found.pdf() == null) {
            return "latexmk ended well, but there is no PDF";
        }
        return PdfFile.isWhole(found.pdf()) ? null : found.pdf().getFileName() + " is not a whole PDF";
    }

    private static List<Path> kept(Traces.Found found) {
        return Stream.of(found.aux(), found.log())
                .filter(file -> PlainFiles.attributes(file)
                        .filter(attributes -> attributes.size() <= LargeFiles.LARGE_BYTES)
                        .isPresent())
                .toList();
    }
}

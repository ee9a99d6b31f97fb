package ci.galley.latex;

import ci.galley.model.BuildException;
import ci.galley.model.Problem;
import ci.galley.model.ProblemCounts;
import ci.galley.support.process.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One document, once: clears the place, runs latexmk, looks at what is there. */
final class Typesetting {
    private final Document document;
    private final Latexmk latexmk;
    private final LatexmkRun runner;
    private final Transcript transcript;
    private final Traces traces;
    private final Memory memory;

    Typesetting(Document document, Latexmk latexmk, LatexmkRun runner, Transcript transcript) {
        this.document = document;
        this.latexmk = latexmk;
        this.runner = runner;
        this.transcript = transcript;
        this.traces = new Traces(document, latexmk.configured());
        this.memory = new Memory(document);
    }

    Typeset run(TimeLimit limit) throws BuildException, IOException, InterruptedException {
        boolean earlier = memory.hasEarlierBuild();
        prepare();
        LatexmkRun.Ending ending = runner.run(latexmk.command(false));
        Traces.Found found = find();
        TexLog log = new TexLog(found.log());
        if (ending.ok() && found.pdf() == null && !log.saysNoPages()) {
            transcript.say("latexmk has found nothing to do, but there is no new PDF; making everything again");
            traces.clear();
            ending = runner.run(latexmk.command(true));
            found = find();
            log = new TexLog(found.log());
        }
        List<Problem> problems = Problems.read(found);
        String reason = reason(ending, found, problems, limit);
        if (reason == null) {
            memory.keep();
        }
        log.cut();
        return new Typeset(
                reason,
                reason == null ? found.pdf() : null,
                reason == null ? log.pages() : null,
                kept(found),
                problems,
                reason != null && earlier && !ending.exit().timedOut());
    }

    private void prepare() throws IOException {
        Files.createDirectories(document.place().cache());
        Files.createDirectories(document.place().home());
        traces.clear();
        memory.restore();
    }

    /** Looks for what the run made, unless the run made a link of the folder it ran in. */
    private Traces.Found find() throws BuildException, IOException {
        Path folder = document.place().folder();
        if (!Files.isDirectory(folder) || !folder.toRealPath().equals(folder)) {
            throw BuildException.error("The build has replaced the folder in which it ran; remove what does so");
        }
        return traces.find();
    }

    private @Nullable String reason(
            LatexmkRun.Ending ending, Traces.Found found, List<Problem> problems, TimeLimit limit) throws IOException {
        List<LargeFiles.Large> large =
                ending.ok() ? List.of() : LargeFiles.remove(document.place().sources(), memory.began(), found.log());
        large.forEach(file -> transcript.say(file.removed()));
        if (ending.exit().timedOut()) {
            return limit.exceeded();
        }
        if (found.pdf() == null && ProblemCounts.of(problems).errors() == 0 && new TexLog(found.log()).saysNoPages()) {
            return document.argument() + " has no pages: nothing is typeset in it";
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

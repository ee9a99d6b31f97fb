package ci.galley.latex;

import ci.galley.model.BuildException;
import ci.galley.model.Problem;
import ci.galley.support.process.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
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
    private final List<LargeFiles.Large> large = new ArrayList<>();

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
        Files.createDirectories(document.place().cache());
        Files.createDirectories(document.place().home());
        traces.clear();
        FileTime began = memory.restore();
        LatexmkRun.Ending ending = latexmk(false);
        Traces.Found found = traces.find();
        if (ending.ok() && found.pdf() == null) {
            transcript.say("latexmk has found nothing to do, but there is no new PDF; making everything again");
            traces.clear();
            ending = latexmk(true);
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
                reason == null ? firstPage(found) : null,
                kept(found),
                problems,
                reason != null && earlier && !ending.exit().timedOut());
    }

    private LatexmkRun.Ending latexmk(boolean everything) throws BuildException, IOException, InterruptedException {
        LatexmkRun.Ending ending = runner.run(latexmk.command(everything));
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

    private @Nullable Path firstPage(Traces.Found found) throws InterruptedException {
        return found.pdf() == null ? null : runner.firstPage(found.pdf()).orElse(null);
    }

    private static List<Path> kept(Traces.Found found) {
        return Stream.of(found.aux(), found.log())
                .filter(file -> PlainFiles.attributes(file)
                        .filter(attributes -> attributes.size() <= LargeFiles.LARGE_BYTES)
                        .isPresent())
                .toList();
    }
}

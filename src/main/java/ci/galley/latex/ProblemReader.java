package ci.galley.latex;

import ci.galley.model.Problem;
import ci.galley.model.Problem.Severity;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what TeX and its companions left in a folder: {@code .log}, {@code .blg}, {@code .ilg}, {@code .glg}. All of it
 * is the document's, and may be hostile: only plain files in the sources are opened, each is read in constant memory, at
 * most 8 MiB of it.
 */
final class ProblemReader {
    private static final int MAX_ENTRY_LINES = 200_000;

    private final Path sources;
    private final Path folder;
    private final SourceNames names;

    /**
     * @param sources the top of the checkout
     * @param folder where latexmk ran, in {@code sources}
     * @param seenAs the path by which the build knew {@code sources}: another one if the sandbox shows it elsewhere
     */
    ProblemReader(Path sources, Path folder, Path seenAs) {
        this.sources = sources;
        this.folder = folder;
        this.names = new SourceNames(sources, folder, seenAs);
    }

    /**
     * The problems of the last run: errors, then warnings, then boxes, each in the order of the logs, with TeX's first.
     * At most 300 errors, 500 warnings and 200 boxes; where there are more, one more entry of that kind says how many.
     * A log that is not there holds no problem; {@link Problem#logLine} counts in the log of the program that complains.
     *
     * @param job the name of the document, without folder and extension
     * @param output what latexmk printed, or the end of it; "" where there is nothing at hand
     */
    List<Problem> read(String job, String output) {
        ProblemList problems = new ProblemList(names);
        String logName = LatexmkOutput.logName(output);
        String log = logName == null ? job + ".log" : logName;
        for (String generated : texLog(log, problems)) {
            companionLog(generated, problems);
        }
        LatexmkOutput.parse(output, problems);
        return problems.toList();
    }

    /**
     * The gravest of the problems in one sentence, such as {@code Document.tex:12: Undefined control sequence \foo}; null
     * where none is an error.
     */
    static @Nullable String firstError(List<Problem> problems) {
        for (Problem problem : problems) {
            if (problem.severity() == Severity.ERROR) {
                String at = problem.line() == null ? "" : ":" + problem.line();
                return problem.file() == null ? problem.message() : problem.file() + at + ": " + problem.message();
            }
        }
        return null;
    }

    /** The files to look for companions' logs beside: what TeX named, and the same beside its log. */
    private Set<String> texLog(String name, ProblemList problems) {
        try (LogFile log = open(name)) {
            Set<String> found = new LinkedHashSet<>();
            for (String generated : TexLogParser.parse(log, names, problems)) {
                found.add(generated);
                String last = generated.substring(generated.lastIndexOf('/') + 1);
                found.add(name.substring(0, name.lastIndexOf('/') + 1) + last);
            }
            return normalized(found);
        } catch (IOException e) {
            return Set.of(); // TeX did not come so far as to write it
        }
    }

    private static Set<String> normalized(Set<String> found) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : found) {
            names.add(name.startsWith("./") ? name.substring(2) : name);
        }
        return names;
    }

    /**
     * Reads the log of the program that makes this file. Only where TeX asked for the file: what an earlier version of
     * the document left must not be held against this one.
     */
    private void companionLog(String generated, ProblemList problems) {
        String stem = generated.substring(0, generated.lastIndexOf('.'));
        String extension = generated.substring(generated.lastIndexOf('.'));
        String name = stem + (extension.equals(".bbl") ? ".blg" : extension.equals(".ind") ? ".ilg" : ".glg");
        try (LogFile log = open(name)) {
            LogLines lines = new LogLines(log, LineWrap.none());
            LogLine first = lines.peek();
            if (first == null) {
                return;
            }
            if (!extension.equals(".bbl")) {
                IndexLogParser.parse(lines, names, this::line, problems);
            } else if (BiberLogParser.starts(first.text())) {
                BiberLogParser.parse(lines, names, problems);
            } else {
                BibtexLogParser.parse(lines, names, problems);
            }
        } catch (IOException e) {
            // The program was not run: nothing to tell.
        }
    }

    private @Nullable String line(String file, int number) {
        try (LogFile lines = open(file)) {
            byte[] line = null;
            for (int at = 0; at < Math.min(number, MAX_ENTRY_LINES); at++) {
                line = lines.nextLine();
            }
            return line == null || lines.lineNumber() != number ? null : LogLine.decode(line);
        } catch (IOException e) {
            return null;
        }
    }

    /** Opens a file of the sources, and nothing outside of them: no {@code ..} and no link leads out. */
    private LogFile open(String name) throws IOException {
        try {
            Path file = folder.resolve(name);
            Path parent = file.getParent();
            Path last = file.getFileName();
            if (parent == null || last == null || !parent.toRealPath().startsWith(sources.toRealPath())) {
                throw new IOException("not in the sources: " + name);
            }
            return LogFile.open(parent.toRealPath().resolve(last));
        } catch (InvalidPathException e) {
            throw new IOException(e);
        }
    }
}

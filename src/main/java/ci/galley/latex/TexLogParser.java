package ci.galley.latex;

import ci.galley.model.Problem;
import ci.galley.model.Problem.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the problems in the log of TeX: pdfTeX, XeTeX or LuaTeX, with or without {@code -file-line-error}. */
final class TexLogParser {
    private static final Pattern BOX = Pattern.compile("(?:(?:Over|Under)full|Loose|Tight) \\\\[hv]box \\(.*?\\) "
            + "(?:has occurred while .*|detected at line (\\d{1,9}).*"
            + "|in (?:paragraph|alignment) at lines (\\d{1,9})--\\d{1,9}.*)");

    private static final Pattern BOX_END = Pattern.compile(" detected at line \\d{1,9}$| \\[]$");
    private static final int MAX_BOX_LINES = 20;

    private static final Pattern ON_LINE = Pattern.compile(" on input line (\\d{1,9})\\.?$");
    private static final Pattern MISSING_FILE = Pattern.compile("No file (.{1,500})\\.");

    /** The font's features, after a colon, are left out. */
    private static final Pattern MISSING_CHARACTER =
            Pattern.compile("(Missing character: There is no .+? in font [^!:]+)(?::[^!]*)?!(.*)");

    private static final Pattern UNFINISHED = Pattern.compile("\\((\\\\end occurred .*)\\) ?");
    private static final Pattern GROUP =
            Pattern.compile("### (.*?)(?: \\(level \\d+\\))? entered at line (\\d{1,9}).*");

    /** pdfTeX and XeTeX say it at the end of the log, LuaTeX in a warning. */
    private static final Pattern NO_PAGES = Pattern.compile("(?i)no pages of output\\.?");

    private static final Pattern PROVIDED = Pattern.compile("(?:File|Package|Document Class|Language|Dictionary): .*");

    private final LogLines lines;
    private final SourceNames names;
    private final ProblemList problems;
    private final FileStack files = new FileStack();
    private final TexErrors errors;

    private TexLogParser(LogLines lines, SourceNames names, ProblemList problems) {
        this.lines = lines;
        this.names = names;
        this.problems = problems;
        this.errors = new TexErrors(lines, files, names, problems);
    }

    /** The problems of a log, errors first; {@code log} as it is on disk, lines wrapped at 79 characters and all. */
    static List<Problem> parse(String log) {
        SourceNames names = SourceNames.unknown();
        ProblemList problems = new ProblemList(names);
        try (LogFile file = LogFile.of(log.getBytes(StandardCharsets.UTF_8))) {
            parse(file, names, problems);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return problems.toList();
    }

    /**
     * Adds the problems of a log.
     *
     * @return the bibliographies ({@code .bbl}), indexes ({@code .ind}) and glossaries ({@code .gls}) that TeX read or
     *     missed, as the log names them
     */
    static Set<String> parse(LogFile log, SourceNames names, ProblemList problems) throws IOException {
        TexLogParser parser = new TexLogParser(new LogLines(log, LineWrap.tex()), names, problems);
        parser.run();
        return parser.files.generated();
    }

    private void run() throws IOException {
        LogLine line;
        while ((line = lines.next()) != null) {
            if (line.number() == null) {
                files.forget(); // a part of the log was left out
            }
            TexMessage message = TexMessage.read(line, lines);
            if (message == null) {
                other(line);
                continue;
            }
            switch (message.kind()) {
                case ERROR -> errors.read(message);
                case WARNING -> warning(message);
                case INFO -> {}
            }
        }
    }

    private void other(LogLine line) throws IOException {
        String text = line.text();
        Matcher box = BOX.matcher(text);
        Matcher character = MISSING_CHARACTER.matcher(text);
        Matcher missing = MISSING_FILE.matcher(text);
        Matcher unfinished = UNFINISHED.matcher(text);
        if (box.lookingAt()) {
            box(line, box);
        } else if (character.matches()) {
            warning(character.group(1), line);
            files.follow(character.group(2));
        } else if (missing.matches()) {
            missingFile(missing.group(1), line);
        } else if (unfinished.matches()) {
            warning(unfinished.group(1) + unfinishedGroup(), line);
        } else if (text.startsWith("Runaway ")) {
            errors.runaway();
        } else if (text.startsWith(" ==> Fatal error") || NO_PAGES.matcher(text).matches()) {
            problems.error(null, null, text, line.number());
        } else if (text.startsWith("Here is how much of TeX's memory")) {
            files.forget(); // all are closed
        } else if (!PROVIDED.matcher(text).matches()) {
            files.follow(text);
        }
    }

    private void warning(TexMessage message) throws IOException {
        String text = message.text();
        if (NO_PAGES.matcher(text).matches()) {
            problems.error(null, null, "No pages of output", message.logLine());
            return;
        }
        Matcher on = ON_LINE.matcher(text);
        Integer line = null;
        if (on.find()) {
            line = Integer.valueOf(on.group(1));
            text = text.substring(0, on.start());
        }
        String context = null;
        LogLine next = lines.peek();
        if (next != null && TexQuote.startsHere(next.text())) {
            TexQuote quote = TexQuote.readOpen(lines);
            line = line == null ? quote.line() : line;
            context = quote.source();
        }
        add(Severity.WARNING, line, text, context, message.logLine());
    }

    private void warning(String text, LogLine line) {
        add(Severity.WARNING, null, text, null, line.number());
    }

    /** {@code \include} says no more than this when a chapter is not there; an auxiliary file comes with the next run. */
    private void missingFile(String name, LogLine line) {
        files.noteGenerated(name);
        if (name.endsWith(".tex")) {
            warning(line.text(), line);
        }
    }

    /** Where the innermost group began that is open at the end; "" where TeX does not say. Its file it never says. */
    private String unfinishedGroup() throws IOException {
        LogLine next = lines.peek();
        if (next != null && next.isBlank()) {
            lines.next();
            next = lines.peek();
        }
        Matcher group = GROUP.matcher(next == null ? "" : next.text());
        return group.matches() ? " (" + group.group(1) + " entered at line " + group.group(2) + ")" : "";
    }

    private void box(LogLine line, Matcher box) throws IOException {
        String at = box.group(1) != null ? box.group(1) : box.group(2);
        String text = BOX_END.matcher(line.text().strip()).replaceAll("");
        String content = text.contains(" has occurred while ") ? null : boxContent();
        add(Severity.BOX, at == null ? null : Integer.valueOf(at), text, content, line.number());
    }

    /** The text of a box, to the empty line after it. */
    private @Nullable String boxContent() throws IOException {
        StringBuilder content = new StringBuilder();
        for (int count = 0; count < MAX_BOX_LINES; count++) {
            LogLine next = lines.peek();
            if (next == null || next.isBlank() || TexMessage.startsHere(next.text())) {
                break;
            }
            lines.next();
            content.append(next.text());
        }
        return BoxText.of(content.toString());
    }

    /** Adds a problem of the file that TeX is reading. */
    private void add(
            Severity severity,
            @Nullable Integer line,
            String text,
            @Nullable String context,
            @Nullable Integer logLine) {
        String file = names.displaySource(files.top());
        problems.add(new Problem(severity, file, file == null ? null : line, text, context, logLine));
    }
}

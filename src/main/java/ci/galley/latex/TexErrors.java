package ci.galley.latex;

import ci.galley.model.Problem;
import ci.galley.model.Problem.Severity;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads an error of TeX: what it says, the source that it quotes, the help that it offers. */
final class TexErrors {
    private static final int MAX_HELP_LINES = 40;
    private static final Pattern EMERGENCY = Pattern.compile("! Emergency stop\\.|[^ ].*: Emergency stop\\.");
    private static final Pattern REASON = Pattern.compile("\\*\\*\\* \\((.*)\\)");

    private final LogLines lines;
    private final FileStack files;
    private final SourceNames names;
    private final ProblemList problems;
    private @Nullable String runaway;

    TexErrors(LogLines lines, FileStack files, SourceNames names, ProblemList problems) {
        this.lines = lines;
        this.files = files;
        this.names = names;
        this.problems = problems;
    }

    /** Reads what {@code Runaway argument?} shows. It belongs to the error that follows. */
    void runaway() throws IOException {
        LogLine next = lines.peek();
        runaway = null;
        if (next != null && !TexMessage.startsHere(next.text())) {
            runaway = next.text();
            lines.next();
        }
    }

    /** Reads the rest of an error and adds it. */
    void read(TexMessage message) throws IOException {
        if (message.file() != null) {
            files.settle(message.file());
        }
        String text = message.text();
        if (text.strip().startsWith("==> Fatal error") || text.contains("TeX error: ")) {
            add(message, text, null, null, message.line()); // the engine itself: it quotes nothing
            return;
        }
        TexQuote quote = TexQuote.read(lines);
        TexMessage stop = quote.line() == null && quote.file() == null ? emergencyStop() : null;
        if (stop != null) {
            quote = TexQuote.read(lines);
        }
        String help = quote.line() == null && quote.file() == null ? "" : help();
        String file = Stream.of(message.file(), stop == null ? null : stop.file(), files.top(), quote.file())
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElse(null);
        Integer line = message.line() != null ? message.line() : quote.line();
        String source = quote.source() != null ? quote.source() : runaway;
        add(message, withDetail(text, quote, help), file, source, line);
        if (help.contains("That makes 100 errors")) {
            add(message, "That makes 100 errors; TeX gave up", file, null, line);
        }
    }

    private void add(
            TexMessage message, String text, @Nullable String file, @Nullable String source, @Nullable Integer line) {
        String name = names.display(
                file != null ? file : Optional.ofNullable(message.file()).orElse(files.top()));
        problems.add(new Problem(Severity.ERROR, name, name == null ? null : line, text, source, message.logLine()));
        runaway = null;
    }

    /** TeX's words and, where they point at what it quotes below them, what that is. */
    private static String withDetail(String text, TexQuote quote, String help) {
        if (text.startsWith("Undefined control sequence")) {
            String token = quote.lastToken();
            return token == null ? text : "Undefined control sequence " + token;
        }
        Matcher reason = REASON.matcher(help);
        return text.startsWith("Emergency stop") && reason.find() ? "Emergency stop: " + reason.group(1) : text;
    }

    /** Where LaTeX asks for another file name, nobody answers; only how TeX then stops says where that was. */
    private @Nullable TexMessage emergencyStop() throws IOException {
        LogLine next = lines.peek();
        if (next == null || !EMERGENCY.matcher(next.text()).matches()) {
            return null;
        }
        lines.next();
        return TexMessage.read(next, lines);
    }

    /** What TeX explains after an error, up to an empty line. Its parentheses are not those of files. */
    private String help() throws IOException {
        StringBuilder help = new StringBuilder();
        for (int count = 0; count < MAX_HELP_LINES; count++) {
            LogLine next = lines.peek();
            if (next == null || next.isBlank() || TexMessage.startsHere(next.text())) {
                break;
            }
            lines.next();
            help.append(next.text()).append('\n');
        }
        return help.toString();
    }
}

package ci.galley.latex;

import ci.galley.model.Problem;
import ci.galley.model.Problem.Severity;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the problems in a log of BibTeX ({@code .blg}). An error is a line that ends in {@code ---} and a place, or is
 * followed by one, and then the two halves of a line of the database:
 *
 * <pre>
 * I was expecting a `,' or a `}'---line 3 of file refs.bib
 *  :   title
 *  :         = {x}
 * </pre>
 */
final class BibtexLogParser {
    private static final Pattern AT =
            Pattern.compile("(.*?)(?:---|while executing---)(?:line (\\d{1,9}) of file (.+)|while reading file (.+))");

    private static final Pattern WARNING_AT = Pattern.compile("--line (\\d{1,9}) of file (.+)");
    private static final Pattern CROSS_REFERENCE = Pattern.compile("(.*[^-])--?-?entry (\".*)");
    private static final String WARNING = "Warning--";

    /** latexmk goes on after this: a document may well be without citations. */
    private static final String NOTHING_CITED = "I found no \\citation commands";

    private final LogLines lines;
    private final SourceNames names;
    private final ProblemList problems;
    private String previous = "";
    private @Nullable Integer previousNumber;

    private BibtexLogParser(LogLines lines, SourceNames names, ProblemList problems) {
        this.lines = lines;
        this.names = names;
        this.problems = problems;
    }

    static void parse(LogLines lines, SourceNames names, ProblemList problems) throws IOException {
        new BibtexLogParser(lines, names, problems).run();
    }

    private void run() throws IOException {
        LogLine line;
        while ((line = lines.next()) != null) {
            String text = line.text();
            Matcher at = AT.matcher(text);
            if (text.startsWith(WARNING)) {
                warning(text.substring(WARNING.length()), line);
            } else if (text.startsWith("A bad cross reference---")) {
                problems.error(null, null, crossReference(text), line.number());
            } else if (text.startsWith("Sorry---you've exceeded")) {
                problems.error(null, null, text, line.number());
            } else if (at.matches()) {
                error(at, line);
            }
            previous = text;
            previousNumber = line.number();
        }
    }

    private void warning(String text, LogLine line) throws IOException {
        LogLine next = lines.peek();
        Matcher at = WARNING_AT.matcher(next == null ? "" : next.text());
        if (at.matches()) {
            lines.next();
            problems.warning(names.displaySource(at.group(2)), Integer.valueOf(at.group(1)), text, line.number());
        } else {
            problems.warning(null, null, text.contains("--entry") ? crossReference(text) : text, line.number());
        }
    }

    /** {@code ...--entry "a"} and, on the next line, {@code refers to entry "b", which ...}. */
    private String crossReference(String text) throws IOException {
        Matcher first = CROSS_REFERENCE.matcher(text);
        LogLine next = lines.peek();
        if (!first.matches() || next == null || !next.text().startsWith("refers to entry")) {
            return text;
        }
        lines.next();
        return first.group(1) + ": entry " + first.group(2) + " " + next.text();
    }

    private void error(Matcher at, LogLine line) throws IOException {
        boolean below = at.group(1).isEmpty();
        String text = below ? previous : at.group(1);
        Integer number = below ? previousNumber : line.number();
        String source = at.group(3) != null ? at.group(3) : at.group(4);
        // A style is not the author's: what it chokes on is named in the message.
        String file = source.endsWith(".bst") ? null : names.displaySource(source);
        Integer lineNumber = file == null || at.group(2) == null ? null : Integer.valueOf(at.group(2));
        Severity severity = text.equals(NOTHING_CITED) ? Severity.WARNING : Severity.ERROR;
        problems.add(new Problem(severity, file, lineNumber, text, source(), number));
    }

    private @Nullable String source() throws IOException {
        StringBuilder source = new StringBuilder();
        for (int half = 0; half < 2; half++) {
            LogLine next = lines.peek();
            if (next == null || !next.text().startsWith(" :")) {
                break;
            }
            lines.next();
            String rest = next.text().substring(Math.min(3, next.text().length()));
            source.append(half == 0 ? rest : rest.substring(Math.min(source.length(), blanks(rest))));
        }
        return Prose.quote(source.toString());
    }

    private static int blanks(String text) {
        int count = 0;
        while (count < text.length() && text.charAt(count) == ' ') {
            count++;
        }
        return count;
    }
}

package ci.galley.latex;

import ci.galley.model.Problem;
import ci.galley.model.Problem.Severity;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the problems in a log of biber ({@code .blg}): {@code [12] Utils.pm:399> ERROR - ...}. */
final class BiberLogParser {
    private static final Pattern LINE =
            Pattern.compile("(?:\\[\\d+] )?(?:[\\w.]+:\\d+> )?(INFO|WARN|ERROR|FATAL) - (.*)");
    private static final Pattern DATABASE =
            Pattern.compile("(?:Found BibTeX data source|Looking for bibtex file) '([^']+)'.*");

    /** biber reads a copy of the database, whose name says nothing: {@code /tmp/biber_tmp_x/8fe4_123.utf8}. */
    private static final Pattern COPY = Pattern.compile("BibTeX subsystem: (\\S.*?), line (\\d{1,9}), (.*)");

    private static final Pattern NAMED = Pattern.compile("(?:.* in file '([^']+)'.*|Entry '[^']*' \\(([^)]+)\\): .*)");
    private static final Pattern SECTION = Pattern.compile(" \\(section \\d+\\)$");

    private BiberLogParser() {}

    /** Whether this is the first line of biber's log, and not of BibTeX's. */
    static boolean starts(String firstLine) {
        return LINE.matcher(firstLine).matches();
    }

    static void parse(LogLines lines, SourceNames names, ProblemList problems) throws IOException {
        String database = null;
        LogLine line;
        while ((line = lines.next()) != null) {
            Matcher said = LINE.matcher(line.text());
            if (!said.matches()) {
                continue;
            }
            String text = said.group(2);
            switch (said.group(1)) {
                case "INFO" -> {
                    Matcher found = DATABASE.matcher(text);
                    database = found.matches() ? found.group(1) : database;
                }
                case "WARN" -> problems.add(problem(Severity.WARNING, text, database, names, line.number()));
                default -> problems.add(problem(Severity.ERROR, text, database, names, line.number()));
            }
        }
    }

    private static Problem problem(
            Severity severity, String text, @Nullable String database, SourceNames names, @Nullable Integer logLine) {
        Matcher copy = COPY.matcher(text);
        if (copy.matches()) {
            boolean temporary = copy.group(1).endsWith(".utf8");
            String file = names.display(temporary ? database : copy.group(1));
            return new Problem(severity, file, Integer.valueOf(copy.group(2)), copy.group(3), null, logLine);
        }
        Matcher named = NAMED.matcher(text);
        String file = !named.matches() ? null : named.group(1) != null ? named.group(1) : named.group(2);
        String message = SECTION.matcher(text).replaceAll("");
        return new Problem(severity, names.display(file), null, message, null, logLine);
    }
}

package ci.galley.latex;

import ci.galley.model.Problem;
import ci.galley.model.Problem.Severity;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the problems in a log of makeindex ({@code .ilg}, {@code .glg}): a line that says where, one that says what. */
final class IndexLogParser {
    private static final Pattern ERROR = Pattern.compile("!! .*\\(file = (.+), line = (\\d{1,9})\\):");
    private static final Pattern WARNING =
            Pattern.compile("## Warning \\(input = (.+), line = (\\d{1,9}); output = .*");
    private static final Pattern WHAT = Pattern.compile(" +-- (.*)");
    private static final Pattern NOT_FOUND =
            Pattern.compile("(?:Index style file|Index file|Input index file) .* not found.*");

    /** Each look reads the file from its start. */
    private static final int MAX_LOOKS = 20;

    /** Looks a line of a generated file up: what {@code \index} wrote tells an author more than where it stands. */
    interface Entries {
        @Nullable
        String find(String file, int line);
    }

    private IndexLogParser() {}

    static void parse(LogLines lines, SourceNames names, Entries entries, ProblemList problems) throws IOException {
        int looks = 0;
        LogLine line;
        while ((line = lines.next()) != null) {
            String text = line.text();
            Matcher error = ERROR.matcher(text);
            Matcher warning = WARNING.matcher(text);
            Matcher where = error.matches() ? error : warning.matches() ? warning : null;
            if (where == null) {
                if (NOT_FOUND.matcher(text).matches()) {
                    problems.error(null, null, text, line.number());
                }
                continue;
            }
            LogLine next = lines.peek();
            Matcher what = WHAT.matcher(next == null ? "" : next.text());
            String message = what.matches() ? what.group(1) : text;
            int at = Integer.parseInt(where.group(2));
            Severity severity = where == error ? Severity.ERROR : Severity.WARNING;
            String entry = looks++ < MAX_LOOKS ? entries.find(where.group(1), at) : null;
            problems.add(new Problem(severity, names.display(where.group(1)), at, message, entry, line.number()));
        }
    }
}

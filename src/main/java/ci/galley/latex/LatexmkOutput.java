package ci.galley.latex;

import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What only latexmk's own output tells: which log TeX wrote, what could not be run, what xdvipdfmx says. */
final class LatexmkOutput {
    private static final Pattern LOG = Pattern.compile("Latexmk: Getting log file '(.+)'");
    private static final Pattern WILL_NOT_RUN =
            Pattern.compile("Latexmk: I WON'T RUN '(\\S+)[^']*' because I don't find the following files:");
    private static final Pattern REFUSED =
            Pattern.compile("Latexmk: (Could not find file .*|Maximum runs of .* without getting stable files).*");
    private static final Pattern DRIVER = Pattern.compile("(x?dvipdfmx):(warning|fatal): (.*)");
    private static final String SUMMARY = "Collected error summary";
    private static final Pattern LISTED = Pattern.compile(" {2}(\\S.*)");

    private LatexmkOutput() {}

    /** The name of TeX's log, relative to where latexmk ran; null where it does not say. */
    static @Nullable String logName(String output) {
        String name = null;
        for (Iterator<String> lines = output.lines().iterator(); lines.hasNext(); ) {
            Matcher log = LOG.matcher(lines.next());
            name = log.matches() ? log.group(1) : name;
        }
        return name;
    }

    /** Adds what the logs do not say; if there is no error so far, what latexmk says that went wrong. */
    static void parse(String output, ProblemList problems) {
        String notRun = null;
        boolean inSummary = false;
        for (Iterator<String> lines = output.lines().iterator(); lines.hasNext(); ) {
            String line = lines.next();
            Matcher willNotRun = WILL_NOT_RUN.matcher(line);
            Matcher listed = LISTED.matcher(line);
            if (willNotRun.matches()) {
                notRun = willNotRun.group(1);
            } else if (notRun != null && listed.matches()) {
                problems.error(null, null, listed.group(1) + " not found, so that " + notRun + " was not run", null);
            } else if (inSummary && listed.matches() && !problems.hasErrors()) {
                problems.error(null, null, listed.group(1), null);
            } else {
                notRun = null;
                other(line, problems);
            }
            inSummary |= line.startsWith(SUMMARY);
        }
    }

    private static void other(String line, ProblemList problems) {
        Matcher refused = REFUSED.matcher(line);
        Matcher driver = DRIVER.matcher(line);
        if (refused.matches() && !problems.hasErrors()) {
            problems.error(null, null, refused.group(1), null);
        } else if (driver.matches()) {
            driver(driver, problems);
        }
    }

    private static void driver(Matcher said, ProblemList problems) {
        String message = said.group(1) + ": " + said.group(3);
        if (said.group(2).equals("fatal")) {
            problems.error(null, null, message, null);
        } else {
            problems.warning(null, null, message, null);
        }
    }
}

package ci.galley.latex;

import ci.galley.model.Problem;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why latexmk failed, in one sentence. */
final class FailureReason {
    /** 128 and SIGKILL, as a shell says it: nobody here does that but the kernel, when memory runs out. */
    private static final int KILLED = 137;

    /** {@code latexmk: Initialization file 'latexmkrc' gave an error:} and the error in the line after. */
    private static final Pattern CONFIGURATION =
            Pattern.compile("Initialization file '([^'\\n]+)' gave an error:\\s+([^\\n]+)");

    /** {@code sh: 1: xelatex: not found}, as Debian's shell says it; others say "command not found". */
    private static final Pattern MISSING =
            Pattern.compile("(?m)^\\S*sh: (?:line )?\\d+: (\\S+): (?:command )?not found$");

    /** Older versions say {@code Latexmk}, and advice comes last. */
    private static final Pattern SAID = Pattern.compile(
            "(?mi)^latexmk: (?!If appropriate|Errors, so|This is|applying rule|getting log|all targets|summary)([^\\n]+)");

    private FailureReason() {}

    /**
     * @param large the large files that it left
     * @param mostBytes the size to which a file may grow
     */
    static String of(LatexmkRun.Ending ending, List<Problem> problems, List<LargeFiles.Large> large, long mostBytes) {
        for (LargeFiles.Large file : large) {
            if (file.bytes() >= mostBytes) {
                return file.name() + " grew over " + (mostBytes >> 20) + " MiB, and the build was stopped";
            }
        }
        Matcher missing = MISSING.matcher(ending.tail());
        if (missing.find()) {
            return missing.group(1) + " is not installed on the server";
        }
        if (ending.exit().exitCode() == KILLED || ending.tail().contains("return code " + KILLED)) {
            return "A program of the build was killed (status " + KILLED + "); the server may be short of memory";
        }
        String error = ProblemReader.firstError(problems);
        if (error != null) {
            return error;
        }
        String said = said(ending.tail());
        return said != null
                ? said
                : "latexmk ended with status " + ending.exit().exitCode() + " without a PDF";
    }

    private static @Nullable String said(String tail) {
        Matcher configuration = CONFIGURATION.matcher(tail);
        if (configuration.find()) {
            return configuration.group(1) + ": " + configuration.group(2).strip();
        }
        Matcher said = SAID.matcher(tail);
        String last = null;
        while (said.find()) {
            last = said.group(1).strip();
        }
        return last;
    }
}

package ci.galley.model;

import org.jspecify.annotations.Nullable;

/**
 * An error or a warning that was found in the TeX, BibTeX or biber log.
 *
 * @param file the source file as the log names it, without a leading {@code ./}; null where unknown
 * @param line the line in that file, from 1; null where unknown
 * @param message one sentence, lines that TeX wrapped joined
 * @param context the source text that TeX shows with the error; null where there is none
 * @param logLine the line that says so, from 1, in the log of the program that complains: TeX's own ({@code Document.log},
 *     not what it prints), BibTeX's or biber's ({@code .blg}), makeindex's ({@code .ilg}); null where unknown
 */
public record Problem(
        Severity severity,
        @Nullable String file,
        @Nullable Integer line,
        String message,
        @Nullable String context,
        @Nullable Integer logLine) {

    /** How grave a problem is. */
    public enum Severity {
        ERROR,
        WARNING,
        /** An overfull or underfull box. */
        BOX
    }
}

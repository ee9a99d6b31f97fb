package ci.galley.model;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A valid {@code .ci.json}.
 *
 * @param main the document without {@code .tex}, relative to the repository's top; null only where {@code language} is
 *     {@code GIT}
 * @param engine the engine it asks for, null where it leaves the choice
 * @param directory where to run latexmk, relative to the repository's top ("" is the top); null for the folder of
 *     {@code main}
 * @param branches globs of the branches that are built besides the tracked one
 * @param shellEscape whether TeX may run programs; honoured inside the sandbox
 * @param shortcuts what a build may do to be faster
 * @param timeout the limit for the whole build, null for the server's
 * @param warnings what is odd but does no harm, such as unknown fields; a sentence each
 */
public record CiConfig(
        Language language,
        @Nullable String main,
        @Nullable Engine engine,
        @Nullable String directory,
        List<String> branches,
        boolean shellEscape,
        Set<Shortcut> shortcuts,
        @Nullable Duration timeout,
        List<String> warnings) {

    /** What is done with a commit. */
    public enum Language {
        /** Typeset it. */
        LATEX,
        /** Move the user's folder to it. */
        GIT
    }
}

package ci.galley.latex;

import ci.galley.support.io.NamedLines;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a document that has been typeset depends on: where none of it changes, the PDF is the same.
 *
 * @param names what files are called that were read or looked for, without folder and extension: a new file of such a name
 *     may be found where there was none, or in place of another
 * @param system the files of the machine
 * @param programs where programs were looked for, as in {@code PATH}
 * @param day the day on which the document was committed (UTC, in days since 1970), where it looks at that; null where it
 *     does not look at the date
 */
public record Inputs(
        Set<String> names,
        SystemFiles system,
        String programs,
        @Nullable Long day) {
    private static final long SECONDS_A_DAY = 24 * 60 * 60;

    /** What files are called that decide what is built, and how files are checked out. */
    private static final Set<String> SETTINGS =
            Set.of(".ci.json", ".gitattributes", "latexmkrc", ".latexmkrc", "biber.conf", ".biber.conf");

    /** Bibliographies, whose names a program may find by a pattern. */
    private static final String BIBLIOGRAPHY = ".bib";

    private static final String NAME = "name";
    private static final String SYSTEM_FILE = "system-file";
    private static final String SYSTEM_STATE = "system-state";
    private static final String PROGRAMS = "programs";
    private static final String DAY = "day";

    static long day(Instant instant) {
        return Math.max(0, instant.getEpochSecond()) / SECONDS_A_DAY;
    }

    /**
     * Whether a file of a commit may be one of them.
     *
     * @param path in the commit
     */
    public boolean mayInclude(String path) {
        return names.contains(SearchedNames.stem(path))
                || SETTINGS.contains(path.substring(path.lastIndexOf('/') + 1))
                || path.toLowerCase(Locale.ROOT).endsWith(BIBLIOGRAPHY);
    }

    /** Whether a commit of that time, which changes none of the files, would become the same PDF. */
    boolean hold(Instant committedAt) {
        return (day == null || day == day(committedAt)) && system.areUnchanged();
    }

    /** To be kept in a file; see {@link #parse}. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        names.forEach(name -> lines.add(NAME + " " + name));
        system.paths().forEach(path -> lines.add(SYSTEM_FILE + " " + path));
        lines.add(SYSTEM_STATE + " " + system.state());
        lines.add(PROGRAMS + " " + programs);
        if (day != null) {
            lines.add(DAY + " " + day);
        }
        return lines;
    }

    /** What {@link #lines} wrote; nothing where it is not whole. */
    public static Optional<Inputs> parse(NamedLines kept) {
        Optional<String> state = kept.first(SYSTEM_STATE);
        Optional<String> programs = kept.first(PROGRAMS);
        if (state.isEmpty() || programs.isEmpty()) {
            return Optional.empty();
        }
        Long day = kept.first(DAY)
                .filter(number -> number.matches("\\d{1,9}"))
                .map(Long::valueOf)
                .orElse(null);
        return Optional.of(new Inputs(
                new TreeSet<>(kept.all(NAME)),
                new SystemFiles(kept.all(SYSTEM_FILE), state.get()),
                programs.get(),
                day));
    }
}

package ci.galley.latex;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes what a program writes that tells of its searches for files, and keeps the names: also of those that it did not find,
 * which no {@code .fls} has. See "Debugging" in the manual of Kpathsea, the library by which all programs of TeX find their
 * files.
 */
final class SearchedNames extends OutputStream {
    /** Have Kpathsea tell of each search: KPSE_DEBUG_SEARCH of kpathsea/debug.h. */
    static final Map<String, String> VARIABLES = Map.of("KPATHSEA_DEBUG", "32");

    private static final Pattern SEARCH = Pattern.compile("kdebug:kpse_find_file: searching for (.*) of type ");
    private static final int MOST_LINE_BYTES = 1 << 16;
    private static final int MOST_NAMES = 50_000;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Set<String> stems = new TreeSet<>();

    @Override
    public synchronized void write(int b) {
        if (b == '\n') {
            Matcher search = SEARCH.matcher(line.toString(StandardCharsets.UTF_8));
            if (search.find()) {
                stems.add(stem(search.group(1)));
            }
            line.reset();
        } else if (line.size() < MOST_LINE_BYTES) {
            line.write(b);
        }
    }

    @Override
    public synchronized void write(byte[] from, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            write(from[i]);
        }
    }

    /** Whether there were so many that not all are known. */
    synchronized boolean tooMany() {
        return stems.size() > MOST_NAMES;
    }

    /** The {@linkplain #stem stems} of all names. */
    synchronized Set<String> stems() {
        return new TreeSet<>(stems);
    }

    /**
     * What a file's name has in common with all names by which TeX may find it: no folder, since it looks in several, no
     * extension, since it tries several, and no difference of case (texmf_casefold_search in texmf.cnf).
     */
    static String stem(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int start = 0;
        while (start < name.length() && name.charAt(start) == '.') {
            start++;
        }
        int end = name.indexOf('.', start);
        return name.substring(start, end < 0 ? name.length() : end).toLowerCase(Locale.ROOT);
    }
}

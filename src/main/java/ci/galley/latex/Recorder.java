package ci.galley.latex;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The files that TeX opened, as {@code -recorder} has it write them down in {@code Document.fls}: {@code PWD}, then lines
 * such as {@code INPUT chapters/one.tex} and {@code OUTPUT Document.aux} in the order in which it came to them.
 *
 * @param read names of what it read
 * @param written names of what it wrote
 */
record Recorder(Set<String> read, Set<String> written) {
    static final String EXTENSION = ".fls";

    private static final int MOST_BYTES = 16 << 20;
    private static final String FOLDER = "PWD ";
    private static final String INPUT = "INPUT ";
    private static final String OUTPUT = "OUTPUT ";

    /** Names in the folder in which TeX ran are relative to it, however TeX wrote them. */
    static Recorder read(Path file) throws IOException {
        Set<String> read = new LinkedHashSet<>();
        Set<String> written = new LinkedHashSet<>();
        String text = new String(PlainFiles.head(file, MOST_BYTES), StandardCharsets.UTF_8);
        String folder = "";
        for (Iterator<String> lines = text.lines().iterator(); lines.hasNext(); ) {
            String line = lines.next();
            if (line.startsWith(FOLDER)) {
                folder = line.substring(FOLDER.length()) + "/";
            } else if (line.startsWith(INPUT)) {
                read.add(name(line.substring(INPUT.length()), folder));
            } else if (line.startsWith(OUTPUT)) {
                written.add(name(line.substring(OUTPUT.length()), folder));
            }
        }
        return new Recorder(read, written);
    }

    private static String name(String written, String folder) {
        return RuleDatabase.plain(written.startsWith(folder) ? written.substring(folder.length()) : written);
    }
}

package ci.galley.latex;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one process of a build may use, set by {@code prlimit} of util-linux; where that is missing, there is no limit but
 * the time.
 *
 * @param prlimit the program, null where there is none
 * @param addressSpaceBytes the most memory that one process may ask for
 * @param fileBytes the size to which one file may grow
 */
record Limits(@Nullable Path prlimit, long addressSpaceBytes, long fileBytes) {
    /** No document needs a file of this size; TeX writes 30 MB a second when it runs away. */
    private static final long MOST_FILE_BYTES = 512L << 20;

    /**
     * A fork bomb ends here. Counted per user namespace from Linux 5.14 on, before that over all processes of the user,
     * hence so many. It does not hold root.
     */
    private static final int MOST_PROCESSES = 2048;

    /** LuaLaTeX with large fonts takes half of it. */
    private static final long LEAST_ADDRESS_SPACE_BYTES = 1L << 30;

    private static final long MOST_ADDRESS_SPACE_BYTES = 4L << 30;

    private static final Pattern MEMORY_TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");

    /** The address space is what the machine has of memory, at least 1 GiB, at most 4. */
    static Limits ofThisMachine(@Nullable Path prlimit) {
        long memory = number(MEMORY_TOTAL, read("/proc/meminfo"), MOST_ADDRESS_SPACE_BYTES >> 10) << 10;
        return new Limits(
                prlimit,
                Math.min(MOST_ADDRESS_SPACE_BYTES, Math.max(LEAST_ADDRESS_SPACE_BYTES, memory)),
                MOST_FILE_BYTES);
    }

    /** What comes before a command, so that it is held by these limits. */
    List<String> prefix(long cpuSeconds, boolean ownUserNamespace) {
        if (prlimit == null) {
            return List.of();
        }
        String ours = read("/proc/self/limits");
        List<String> prefix = new ArrayList<>();
        prefix.add(prlimit.toString());
        prefix.add(option("fsize", fileBytes, "Max file size", ours));
        prefix.add(option("as", addressSpaceBytes, "Max address space", ours));
        prefix.add(option("cpu", cpuSeconds, "Max cpu time", ours));
        prefix.add(option("core", 0, "Max core file size", ours));
        if (ownUserNamespace) {
            prefix.add(option("nproc", MOST_PROCESSES, "Max processes", ours));
        }
        return prefix;
    }

    /** Nobody but root may set a limit above the one that holds already. */
    private static String option(String name, long wanted, String row, String ours) {
        long hard = number(Pattern.compile(Pattern.quote(row) + "\\s+\\S+\\s+(\\d+)"), ours, Long.MAX_VALUE);
        return "--" + name + "=" + Math.min(wanted, hard);
    }

    private static long number(Pattern pattern, String text, long otherwise) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : otherwise;
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return ""; // no /proc: nothing is known
        }
    }
}

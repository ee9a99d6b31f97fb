package ci.galley.store;

import java.util.Locale;
import java.util.regex.Pattern;

/** The names of the files in a build's folder. Ours begin with a dot, those that a document's build made do not. */
final class FileNames {
    static final String RECORD = ".status.json";
    static final String BADGE = ".status.svg";
    static final String LOG = ".log";
    static final String PROBLEMS = ".problems.json";

    /** A picture of the PDF's first page. */
    static final String FIRST_PAGE = ".first-page.png";

    /** The link to the last build's folder. */
    static final String LAST = "last";

    /** What was put into a project's output folder besides the builds, to be taken away again when it is out of date. */
    static final String SHOWN = ".shown.json";

    private static final Pattern PUBLISHABLE = Pattern.compile("[^./\\p{Cntrl}][^/\\p{Cntrl}]{0,254}");

    private FileNames() {}

    /** Whether a file of a document may have this name: one segment of a path, and not one of ours. */
    static boolean mayBePublished(String name) {
        return PUBLISHABLE.matcher(name).matches() && !name.equals(LAST);
    }

    static boolean isPdf(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".pdf");
    }
}

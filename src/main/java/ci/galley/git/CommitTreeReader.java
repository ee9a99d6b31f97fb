package ci.galley.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes what {@code git ls-tree -r -l -z} writes, and ends it where the limits are passed: twelve objects can make a tree of
 * a billion files (CVE-2017-15298), of which git would build an index in memory.
 */
final class CommitTreeReader extends OutputStream {
    /** {@code <mode> <type> <hash> <size padded>\t<path>}, the size of what cannot be read being BAD; a warning of git may stand before it. */
    private static final Pattern RECORD =
            Pattern.compile("([0-7]{6}) (?:blob|commit) ([0-9a-f]{40,64}) +(-|BAD|[0-9]+)\t(.*)$", Pattern.DOTALL);

    private static final int MOST_BYTES_OF_A_RECORD = 16384;
    private static final int MOST_DOCUMENTS = 5000;
    private static final int MOST_SUBMODULES = 20;
    private static final int MOST_PLAIN_FILES = 5000;

    /** What stands for bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private final GitLimits limits;
    private final ByteArrayOutputStream record = new ByteArrayOutputStream();
    private final Map<String, String> documents = new LinkedHashMap<>();
    private final List<String> submodules = new ArrayList<>();
    private final Map<String, String> plainFiles = new TreeMap<>();
    private boolean others;
    private long files;
    private long bytes;
    private boolean tooMuch;
    private boolean attributes;
    private boolean damaged;
    private CommitTree.@Nullable Entry ciConfig;

    CommitTreeReader(GitLimits limits) {
        this.limits = limits;
    }

    /**
     * @param ok whether git came to the end
     */
    synchronized CommitTree tree(boolean ok) {
        return new CommitTree(
                files,
                bytes,
                tooMuch,
                damaged || !(ok || tooMuch),
                ciConfig,
                Map.copyOf(documents),
                List.copyOf(submodules),
                attributes,
                others ? null : Map.copyOf(plainFiles));
    }

    @Override
    public synchronized void write(int b) throws IOException {
        if (b != 0) {
            record.write(b);
            if (record.size() > MOST_BYTES_OF_A_RECORD) {
                throw enough();
            }
            return;
        }
        Matcher matcher = RECORD.matcher(record.toString(StandardCharsets.UTF_8));
        record.reset();
        if (matcher.find()) {
            String size = matcher.group(3);
            damaged |= size.equals("BAD");
            add(
                    matcher.group(4),
                    new CommitTree.Entry(
                            matcher.group(1),
                            matcher.group(2),
                            Character.isDigit(size.charAt(0)) ? Long.parseLong(size) : 0));
        }
    }

    @Override
    public synchronized void write(byte[] from, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(from[i]);
        }
    }

    private void add(String path, CommitTree.Entry entry) throws IOException {
        files++;
        bytes += entry.bytes();
        if (files > limits.entries() || bytes > limits.bytes()) {
            throw enough();
        }
        addPlainFile(path, entry);
        if (path.equals(".ci.json")) {
            ciConfig = entry;
        } else if (entry.mode().equals(CommitTree.SUBMODULE)) {
            if (submodules.size() < MOST_SUBMODULES) {
                submodules.add(path);
            }
        } else if (path.endsWith(".tex")) {
            if (documents.size() < MOST_DOCUMENTS) {
                documents.put(path, entry.mode());
            }
        } else if (path.equals(".gitattributes") || path.endsWith("/.gitattributes")) {
            attributes = true;
        }
    }

    private void addPlainFile(String path, CommitTree.Entry entry) {
        boolean plain = !entry.mode().equals(CommitTree.LINK) && !entry.mode().equals(CommitTree.SUBMODULE);
        if (plain && path.indexOf(REPLACEMENT) < 0 && plainFiles.size() < MOST_PLAIN_FILES) {
            plainFiles.put(path, entry.mode() + " " + entry.object());
        } else {
            others = true;
            plainFiles.clear();
        }
    }

    private IOException enough() {
        tooMuch = true;
        return new IOException("more than may be checked out");
    }
}

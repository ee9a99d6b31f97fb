package ci.galley.latex;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What latexmk remembers of its last run beside the document: {@code Document.fdb_latexmk}. Its rules are lines such as
 * {@code ["bibtex D"] 1795345600 "D.aux" "D.bbl" "D" 1795345601 0}, their sources lines such as
 * {@code "./refs.bib" 1795345600 49 bd5d42... ""}: name, time in seconds, size, MD5, the rule that makes it; after a line
 * {@code (generated)} the names of what the rule makes.
 */
final class RuleDatabase {
    static final String EXTENSION = ".fdb_latexmk";

    /** The Homotopy Type Theory book's has 60 KB. */
    private static final int MOST_BYTES = 16 << 20;

    private static final Pattern RULE =
            Pattern.compile("^\\[\"([a-z0-9]+)(?: [^\"]*)?\"\\] \\S+ \"([^\"]*)\" \"([^\"]*)\".*");

    private static final Pattern SOURCE = Pattern.compile("^\\s+\"([^\"]*)\" \\S+ -?\\d+ (\\S+) \"[^\"]*\"\\s*");

    private static final Pattern MADE = Pattern.compile("^\\s+\"([^\"]*)\"\\s*");

    /** The rules that read a document. */
    private static final Set<String> ENGINES =
            Set.of("pdflatex", "xelatex", "lualatex", "latex", "dvilualatex", "hilatex");

    /** The source lines whose name is relative: what a commit or a build can change. */
    private static final Pattern OWN_SOURCE = Pattern.compile("(?m)^(\\s+\"(?!/)[^\"\\n]*\" )\\d+(?:\\.\\d+)? (?=\\d)");

    private final List<Rule> rules;

    private RuleDatabase(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * How something is made.
     *
     * @param kind {@code pdflatex}, {@code bibtex}
     * @param source the main one
     * @param result the main one
     * @param sources all files it read the last time, with their MD5 (in hexadecimal digits) as it was then
     * @param made all that it makes
     */
    record Rule(String kind, String source, String result, Map<String, String> sources, Set<String> made) {
        boolean isEngine() {
            return ENGINES.contains(kind);
        }
    }

    /** The database in that file; an empty one where it is none. */
    static RuleDatabase read(Path file) throws IOException {
        return parse(new String(PlainFiles.head(file, MOST_BYTES), StandardCharsets.UTF_8));
    }

    private static RuleDatabase parse(String text) {
        List<Rule> rules = new ArrayList<>();
        boolean inSources = false;
        for (Iterator<String> lines = text.lines().iterator(); lines.hasNext(); ) {
            String line = lines.next();
            Matcher rule = RULE.matcher(line);
            if (rule.matches()) {
                rules.add(new Rule(
                        rule.group(1), rule.group(2), rule.group(3), new LinkedHashMap<>(), new LinkedHashSet<>()));
                inSources = true;
            } else if (line.strip().startsWith("(")) {
                inSources = false;
            } else if (!rules.isEmpty()) {
                Rule last = rules.get(rules.size() - 1);
                Matcher source = SOURCE.matcher(line);
                Matcher made = MADE.matcher(line);
                if (inSources && source.matches()) {
                    last.sources().put(plain(source.group(1)), source.group(2));
                } else if (!inSources && made.matches()) {
                    last.made().add(plain(made.group(1)));
                }
            }
        }
        return new RuleDatabase(rules);
    }

    /** A name as it is written without need of a folder. */
    static String plain(String name) {
        return name.startsWith("./") ? name.substring(2) : name;
    }

    List<Rule> rules() {
        return rules;
    }

    /** Whether it is of a run for that document. */
    boolean isOf(String argument) {
        return rules.stream().anyMatch(rule -> rule.isEngine() && rule.source().equals(argument));
    }

    /** What other programs made for the engine, such as {@code Document.bbl}, with its MD5 as it was then. */
    Map<String, String> madeForEngine() {
        Map<String, String> made = new LinkedHashMap<>();
        rules.stream().filter(Rule::isEngine).forEach(rule -> made.putAll(rule.sources()));
        made.keySet()
                .removeIf(name -> rules.stream()
                        .noneMatch(rule -> !rule.isEngine() && rule.made().contains(name)));
        return made;
    }

    /** Where the run put its PDF, as seen from where latexmk ran. */
    Optional<String> pdf() {
        return rules.stream()
                .map(Rule::result)
                .filter(result -> result.endsWith(".pdf"))
                .findFirst();
    }

    /**
     * The file's content such that latexmk compares every source's content: otherwise it believes that one whose size and
     * second are the same is the same, and makes a stale PDF of two edits within a second (latexmk 4.79,
     * {@code fdb_get}).
     */
    static byte[] withoutTimes(byte[] content) {
        // Byte for byte: names may be in any encoding.
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return OWN_SOURCE.matcher(text).replaceAll("$10 ").getBytes(StandardCharsets.ISO_8859_1);
    }
}

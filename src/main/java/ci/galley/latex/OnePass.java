package ci.galley.latex;

import ci.galley.latex.RuleDatabase.Rule;
import ci.galley.model.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One run of the engine in place of latexmk, which costs as much again as a short document. It is enough where latexmk would
 * not have done more: what the other programs made is of sources that have not changed, and what the engine wrote for its
 * next run is what it read in this one. Where it is not, latexmk goes on with what it left.
 */
final class OnePass {
    /** Besides the engine. Of any other rule, latexmk knows more than its database says. */
    private static final Set<String> COMPANIONS = Set.of("bibtex", "biber", "makeindex");

    /** Written at each run, and never read by TeX for the next. */
    private static final Set<String> RESULTS = Set.of(".log", ".pdf", ".xdv");

    /** What packages warn of, in TeX's log; their names and what they only tell may have the word in them, too. */
    private static final Pattern MORE_WANTED =
            Pattern.compile("(?im)^(?!Package: |.* Info: ).*\\bre-?run\\b|^No file ");

    private static final int MOST_LOG_BYTES = 4 << 20;

    private final Document document;
    private final Rule rule;
    private final List<Rule> companions;
    private final Map<String, String> before = new HashMap<>();

    private OnePass(Document document, Rule rule, List<Rule> companions) throws IOException {
        this.document = document;
        this.rule = rule;
        this.companions = companions;
        for (String name : rule.made()) {
            before.put(name, digest(name));
        }
    }

    /**
     * Prepares it, where it may be enough.
     *
     * @param engine what the document is to be typeset with
     * @param database what latexmk remembers of the run before, which went well
     */
    static Optional<OnePass> of(Document document, Engine engine, RuleDatabase database) throws IOException {
        Rule rule = null;
        List<Rule> companions = database.rules().stream()
                .filter(each -> COMPANIONS.contains(each.kind()))
                .toList();
        for (Rule each : database.rules()) {
            if (each.kind().equals(engine.program())
                    && rule == null
                    && each.source().equals(document.argument())) {
                rule = each;
            } else if (!companions.contains(each) && !isDriver(each, engine, document)) {
                return Optional.empty();
            }
        }
        if (rule == null || !rule.result().equals(document.jobName() + extension(engine))) {
            return Optional.empty();
        }
        OnePass pass = new OnePass(document, rule, companions);
        return pass.changedSource() == null ? Optional.of(pass) : Optional.empty();
    }

    /** XeTeX's PDF is made by a program of its own. */
    private static boolean isDriver(Rule rule, Engine engine, Document document) {
        return engine == Engine.XELATEX
                && rule.kind().equals("xdvipdfmx")
                && rule.source().equals(document.jobName() + extension(engine));
    }

    /** Of what the engine itself makes. */
    static String extension(Engine engine) {
        return engine == Engine.XELATEX ? ".xdv" : ".pdf";
    }

    /** What asks for more than the run that has ended; null where it was enough. */
    @Nullable
    String wanting() throws IOException {
        Recorder recorder = Recorder.read(document.made(Recorder.EXTENSION));
        if (recorder.read().isEmpty()) {
            return "the engine has not written down what it read";
        }
        for (String name : recorder.written()) {
            if (!name.startsWith("/") && !rule.made().contains(name) && !isResult(name)) {
                return name + " is new";
            }
        }
        Set<String> readBack = new HashSet<>(recorder.read());
        readBack.retainAll(rule.made());
        for (String name : readBack) {
            if (!isResult(name) && !digest(name).equals(before.get(name))) {
                return name + " has changed";
            }
        }
        String source = changedSource();
        if (source != null) {
            return source + " has changed";
        }
        String log = new String(PlainFiles.tail(document.made(".log"), MOST_LOG_BYTES), StandardCharsets.ISO_8859_1);
        return MORE_WANTED.matcher(log).find() ? "the log asks for it" : null;
    }

    /** A source of another program that is not what it was when that program ran. */
    private @Nullable String changedSource() throws IOException {
        for (Rule companion : companions) {
            for (Map.Entry<String, String> source : companion.sources().entrySet()) {
                if (!digest(source.getKey()).equals(source.getValue())) {
                    return source.getKey();
                }
            }
        }
        return null;
    }

    private boolean isResult(String name) {
        return RESULTS.stream().anyMatch(extension -> name.equals(document.jobName() + extension));
    }

    /** The MD5 of a plain file, as latexmk's database has it; "" where there is none. */
    private String digest(String name) throws IOException {
        try {
            Path file = document.place().folder().resolve(name);
            return PlainFiles.md5(file);
        } catch (InvalidPathException e) {
            return "";
        }
    }
}

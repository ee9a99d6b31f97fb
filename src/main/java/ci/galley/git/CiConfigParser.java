package ci.galley.git;

import ci.galley.model.BuildException;
import ci.galley.model.CiConfig;
import ci.galley.model.CiConfig.Language;
import ci.galley.model.Engine;
import ci.galley.model.Shortcut;
import ci.galley.support.io.JsonTree;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the text of a {@code .ci.json}; strict, and says of each value what is wrong with it and what is allowed. */
final class CiConfigParser {
    private static final Set<String> FIELDS = Stream.concat(
                    Stream.of("language", "main", "engine", "directory", "branches", "shellEscape", "timeout"),
                    Stream.of(Shortcut.values()).map(Shortcut::field))
            .collect(Collectors.toCollection(TreeSet::new));

    private static final int MOST_CHARACTERS_OF_A_PATH = 200;
    private static final int MOST_CHARACTERS_OF_A_REASON = 200;
    private static final int MOST_BRANCHES = 100;

    /** A security control as well: latexmk hands file names to a shell. */
    private static final Pattern PATH =
            Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N} ._+,=@-]*(/[\\p{L}\\p{N}_][\\p{L}\\p{N} ._+,=@-]*)*");

    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5})([smh]?)");
    private static final String TEX = ".tex";
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final char NOT_UTF_8 = '\uFFFD';

    private final JsonNode root;
    private final List<String> warnings = new ArrayList<>();

    private CiConfigParser(String text) throws BuildException {
        String json = text;
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            warnings.add(".ci.json begins with a byte order mark, which JSON does not have; ignored");
            json = text.substring(1);
        }
        if (json.indexOf(NOT_UTF_8) >= 0) {
            throw BuildException.error(".ci.json is not UTF-8: save it in that encoding");
        }
        this.root = read(json);
    }

    /**
     * @throws BuildException naming the field, its value and what is allowed
     */
    static CiConfig parse(String text) throws BuildException {
        return new CiConfigParser(text).config();
    }

    private static JsonNode read(String json) throws BuildException {
        JsonNode node;
        try {
            node = JsonTree.read(json);
        } catch (JacksonException e) {
            throw BuildException.error(".ci.json is not valid JSON (%s): %s".formatted(place(e), firstLine(e)));
        }
        if (!node.isObject()) {
            throw BuildException.error(
                    ".ci.json must be an object such as {\"language\": \"latex\", \"main\": \"Document\"}");
        }
        return node;
    }

    private CiConfig config() throws BuildException {
        warnAboutUnknownFields();
        Language language = language();
        String main = main(language);
        return new CiConfig(
                language,
                main,
                engine(),
                directory(),
                branches(),
                flag("shellEscape", false),
                shortcuts(),
                timeout(),
                List.copyOf(warnings));
    }

    private void warnAboutUnknownFields() {
        Iterator<String> names = root.fieldNames();
        while (names.hasNext() && warnings.size() < FIELDS.size()) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                warnings.add(".ci.json: \"%s\" is no known field; known fields: %s"
                        .formatted(Shown.value(name), String.join(", ", FIELDS)));
            }
        }
    }

    private Language language() throws BuildException {
        String allowed = "known languages: git, latex";
        String language = text("language", allowed);
        if (language == null) {
            throw BuildException.error(".ci.json: \"language\" is missing; " + allowed);
        }
        for (Language known : Language.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(language)) {
                return known;
            }
        }
        throw wrong("language", allowed);
    }

    private @Nullable String main(Language language) throws BuildException {
        String main = path("main", "a .tex file of the repository, such as \"Document\" or \"thesis/main.tex\"");
        if (main == null && language == Language.LATEX) {
            throw BuildException.error(
                    ".ci.json: \"main\" is missing; name a .tex file of the repository, such as \"Document\"");
        }
        return main != null && main.endsWith(TEX) ? main.substring(0, main.length() - TEX.length()) : main;
    }

    private @Nullable Engine engine() throws BuildException {
        String allowed = "known engines: pdflatex, xelatex, lualatex";
        String engine = text("engine", allowed);
        if (engine == null) {
            return null;
        }
        for (Engine known : Engine.values()) {
            if (known.program().equals(engine)) {
                return known;
            }
        }
        throw wrong("engine", allowed);
    }

    private @Nullable String directory() throws BuildException {
        String allowed = "a folder of the repository, such as \"thesis\", or \".\" for its top";
        String directory = text("directory", allowed);
        if (directory != null && (directory.isEmpty() || directory.equals("."))) {
            return "";
        }
        return path("directory", allowed);
    }

    private List<String> branches() throws BuildException {
        String allowed = "a list of at most %d patterns such as [\"draft-*\"]".formatted(MOST_BRANCHES);
        JsonNode node = root.get("branches");
        if (node == null) {
            return List.of();
        }
        if (!node.isArray() || node.size() > MOST_BRANCHES) {
            throw wrong("branches", allowed);
        }
        List<String> branches = new ArrayList<>();
        for (JsonNode branch : node) {
            if (!branch.isTextual()
                    || branch.asText().isEmpty()
                    || branch.asText().length() > MOST_CHARACTERS_OF_A_PATH) {
                throw wrong("branches", allowed);
            }
            branches.add(branch.asText());
        }
        return List.copyOf(branches);
    }

    private Set<Shortcut> shortcuts() throws BuildException {
        Set<Shortcut> shortcuts = EnumSet.noneOf(Shortcut.class);
        for (Shortcut shortcut : Shortcut.values()) {
            if (flag(shortcut.field(), true)) {
                shortcuts.add(shortcut);
            }
        }
        return Set.copyOf(shortcuts);
    }

    private boolean flag(String field, boolean otherwise) throws BuildException {
        JsonNode node = root.get(field);
        if (node != null && !node.isBoolean()) {
            throw wrong(field, "true or false");
        }
        return node == null ? otherwise : node.asBoolean();
    }

    private @Nullable Duration timeout() throws BuildException {
        JsonNode node = root.get("timeout");
        if (node == null) {
            return null;
        }
        Matcher matcher = TIME.matcher(node.isTextual() || node.isIntegralNumber() ? node.asText() : "");
        if (!matcher.matches()) {
            throw wrong("timeout", "a time such as \"5m\" or \"90s\", or a number of seconds from 1 to 999999");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "h" -> Duration.ofHours(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofSeconds(amount);
        };
    }

    private @Nullable String path(String field, String allowed) throws BuildException {
        String path = text(field, allowed);
        if (path == null) {
            return null;
        }
        if (path.length() > MOST_CHARACTERS_OF_A_PATH) {
            throw BuildException.error(".ci.json: \"%s\" has %d characters; at most %d are allowed"
                    .formatted(field, path.length(), MOST_CHARACTERS_OF_A_PATH));
        }
        if (path.contains("..") || !PATH.matcher(path).matches()) {
            throw wrong(
                    field,
                    allowed
                            + "; letters, digits, spaces and _ . + , = @ - are allowed, each part begins with a letter, a"
                            + " digit or _, and \"..\" is not");
        }
        return path;
    }

    private @Nullable String text(String field, String allowed) throws BuildException {
        JsonNode node = root.get(field);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            throw wrong(field, allowed);
        }
        return node.asText();
    }

    private BuildException wrong(String field, String allowed) {
        JsonNode node = root.get(field);
        String value = node.isTextual() ? '"' + Shown.value(node.asText()) + '"' : Shown.value(node.toString());
        return BuildException.error(".ci.json: \"%s\" is %s; %s".formatted(field, value, allowed));
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null
                ? "empty"
                : "line %d, column %d"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }

    private static String firstLine(JacksonException e) {
        String message = e.getOriginalMessage();
        return message == null
                ? "it ends too early"
                : Shown.value(message.lines().findFirst().orElse(""), MOST_CHARACTERS_OF_A_REASON);
    }
}

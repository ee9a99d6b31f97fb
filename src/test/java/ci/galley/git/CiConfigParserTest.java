package ci.galley.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ci.galley.model.BuildException;
import ci.galley.model.BuildState;
import ci.galley.model.CiConfig;
import ci.galley.model.CiConfig.Language;
import ci.galley.model.Engine;
import ci.galley.model.Shortcut;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CiConfigParserTest {
    private static CiConfig parse(String json) throws BuildException {
        return CiConfigParser.parse(json);
    }

    private static void assertRefused(String json, String... parts) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOfSatisfying(
                        BuildException.class, e -> assertThat(e.state()).isEqualTo(BuildState.ERROR))
                .hasMessageContainingAll(parts);
    }

    @Test
    void theSmallestOneIsRead() throws Exception {
        assertThat(parse("{\"language\": \"latex\", \"main\": \"Document\"}"))
                .isEqualTo(new CiConfig(
                        Language.LATEX, "Document", null, null, List.of(), false, Shortcut.ALL, null, List.of()));
        assertThat(parse("{\"language\": \"git\"}").language()).isEqualTo(Language.GIT);
    }

    @Test
    void everyFieldIsRead() throws Exception {
        assertThat(parse(
                        "{\"language\": \"latex\", \"main\": \"thesis/main.tex\", \"engine\": \"lualatex\", \"directory\": \".\","
                                + " \"branches\": [\"draft-*\"], \"shellEscape\": true, \"timeout\": \"5m\"}"))
                .isEqualTo(new CiConfig(
                        Language.LATEX,
                        "thesis/main",
                        Engine.LUALATEX,
                        "",
                        List.of("draft-*"),
                        true,
                        Shortcut.ALL,
                        Duration.ofMinutes(5),
                        List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Document", "Document.tex", "übung 1", "sub/Document", "_x", "a.b-c_d+e,f=g@h", "数学/証明"})
    void legalNamesAreTaken(String main) throws Exception {
        CiConfig config = parse("{\"language\": \"latex\", \"main\": \"" + main + "\"}");
        assertThat(config.main() + ".tex").isEqualTo(main.endsWith(".tex") ? main : main + ".tex");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../x",
                "/etc/passwd",
                "a/../../b",
                "a/..",
                "`touch X`",
                "$(touch X)",
                "x;y",
                "x|y",
                "x\\\"y",
                "x'y",
                "-e=system('touch X')",
                "-norc",
                "--version",
                "-r evil",
                "a\\nb",
                "a\\u0000b",
                "",
                ".",
                ".tex",
                "a//b",
                "a/",
                "/a",
                " a",
                "a/-b",
                "a/.b",
                "~x",
                "a%b",
                "a#b",
                "a\\u202eb",
                "a\\\\b",
                "a\\tb",
                "a&b",
                "a*",
                "a:b"
            })
    void namesThatSomebodyMightReadOtherwiseAreRefused(String main) {
        assertRefused("{\"language\": \"latex\", \"main\": \"" + main + "\"}", "\"main\" is", "allowed");
        if (!main.isEmpty() && !main.equals(".")) {
            assertRefused("{\"language\": \"git\", \"directory\": \"" + main + "\"}", "\"directory\" is");
        }
    }

    @Test
    void aLongNameIsRefusedWithoutRepeatingIt() {
        assertRefused(
                "{\"language\": \"latex\", \"main\": \"" + "a".repeat(5000) + "\"}", "5000 characters", "at most 200");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"language\": \"latx\", \"main\": \"x\"} | .ci.json: \"language\" is \"latx\"; known languages: git, latex",
                "{\"main\": \"x\"} | .ci.json: \"language\" is missing; known languages: git, latex",
                "{\"language\": 7} | .ci.json: \"language\" is 7; known languages: git, latex",
                "{\"language\": \"latex\"} | \"main\" is missing",
                "{\"language\": \"latex\", \"main\": null} | \"main\" is null",
                "{\"language\": \"latex\", \"main\": [\"x\"]} | \"main\" is [\"x\"]",
                "{\"language\": \"latex\", \"main\": \"x\", \"engine\": \"tex\"} | \"engine\" is \"tex\"; known engines: pdflatex, xelatex, lualatex",
                "{\"language\": \"git\", \"branches\": \"x\"} | \"branches\" is \"x\"; a list",
                "{\"language\": \"git\", \"branches\": [7]} | \"branches\" is [7]; a list",
                "{\"language\": \"git\", \"branches\": [\"\"]} | \"branches\" is",
                "{\"language\": \"git\", \"shellEscape\": \"yes\"} | \"shellEscape\" is \"yes\"; true or false",
                "{\"language\": \"git\", \"timeout\": \"5 minutes\"} | \"timeout\" is \"5 minutes\"; a time such as",
                "{\"language\": \"git\", \"timeout\": -1} | \"timeout\" is -1",
                "{\"language\": \"git\", \"timeout\": 0} | \"timeout\" is 0",
                "{\"language\": \"git\", \"timeout\": 1e99} | \"timeout\" is 1",
                "{\"language\": \"git\", \"timeout\": \"99999999h\"} | \"timeout\" is",
                "{\"language\": \"a\\u001b[31m\\u202e\"} | \"language\" is \"a\\u001b[31m\\u202e\"",
                "[] | must be an object",
                "7 | must be an object",
                "null | must be an object",
                "{ | not valid JSON",
                "{\"language\": \"git\"} x | not valid JSON",
                "{\"language\": \"git\", \"language\": \"git\"} | Duplicate field",
                "{language: git} | not valid JSON (line 1, column 2)",
                "{\"language\": \"git\",} | not valid JSON",
            })
    void wrongValuesAreNamedWithWhatIsAllowed(String json, String part) {
        assertRefused(json, part);
    }

    @Test
    void nothingAndDepthAreRefused() {
        assertRefused("", ".ci.json");
        assertRefused("   \n", ".ci.json");
        assertRefused("[".repeat(60_000), "not valid JSON");
        assertRefused("{\"language\": \"git\", \"x\": " + "[".repeat(30) + "]".repeat(30) + "}", "not valid JSON");
        assertRefused("{\"language\": \"git\uFFFD\"}", "not UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"'\"90s\"', 90", "'\"5m\"', 300", "'\"2h\"', 7200", "'\"45\"', 45", "45, 45"})
    void timesHaveAUnitOrAreSeconds(String value, long seconds) throws Exception {
        assertThat(parse("{\"language\": \"git\", \"timeout\": " + value + "}").timeout())
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void oddThingsAreWarnings() throws Exception {
        CiConfig config = parse("\uFEFF{\"language\": \"git\", \"enigne\": \"x\", \"y\\u001b\": 1}");
        assertThat(config.warnings()).hasSize(3);
        assertThat(config.warnings().get(0)).contains("byte order mark");
        assertThat(config.warnings().get(1))
                .contains("\"enigne\" is no known field; known fields: branches, directory, engine");
        assertThat(config.warnings().get(2)).contains("\"y\\u001b\"");
    }
}

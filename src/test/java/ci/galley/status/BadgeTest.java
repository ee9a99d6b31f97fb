package ci.galley.status;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import ci.galley.model.ProjectName;
import ci.galley.model.Result;
import ci.galley.model.Trigger;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class BadgeTest {
    private static final CommitHash COMMIT = new CommitHash("1f31488cca82ad562eb9ef7e3e85041ddd29a8ff");
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    /** The example that the README shows. Renewed by {@code mvn test -Dtest=BadgeTest -Dbadge.renew=true}. */
    private static final Path EXAMPLE = Path.of("example_badge.svg");

    @ParameterizedTest
    @CsvSource({
        "QUEUED, queued",
        "RUNNING, building",
        "SUCCESS, built",
        "FAILURE, failed",
        "ERROR, error",
        "CANCELLED, cancelled"
    })
    void badgeSaysTheStateAndTheCommitInWords(BuildState state, String word) throws Exception {
        Element svg = parse(Badge.svg(build(state))).getDocumentElement();
        assertThat(svg.getAttribute("role")).isEqualTo("img");
        assertThat(svg.getAttribute("aria-label")).isEqualTo(word + " 1f31488");
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo(word + " 1f31488");
        assertThat(texts(svg)).containsExactly(word, word, "1f31488", "1f31488");
    }

    @Test
    void badgeWithoutABuildSaysNoBuilds() throws Exception {
        Element svg = parse(Badge.svg(null)).getDocumentElement();
        assertThat(svg.getAttribute("aria-label")).isEqualTo("no builds");
        assertThat(texts(svg)).containsExactly("no builds", "no builds");
    }

    @Test
    void statesThatNeedDifferentActionHaveDifferentColours() {
        assertThat(Look.of(BuildState.SUCCESS).colour())
                .isNotEqualTo(Look.of(BuildState.FAILURE).colour());
        assertThat(Look.of(BuildState.RUNNING).colour())
                .isNotIn(
                        Look.of(BuildState.SUCCESS).colour(),
                        Look.of(BuildState.FAILURE).colour(),
                        Look.NOTHING.colour());
        assertThat(Stream.of(BuildState.QUEUED, BuildState.CANCELLED)
                        .map(state -> Look.of(state).colour()))
                .containsOnly(Look.NOTHING.colour());
    }

    @ParameterizedTest
    @EnumSource(BuildState.class)
    void textStandsOutFromItsGround(BuildState state) {
        assertThat(contrastWithWhite(Look.of(state).colour())).isGreaterThanOrEqualTo(4.5);
        assertThat(contrastWithWhite(Look.NOTHING.colour())).isGreaterThanOrEqualTo(4.5);
        assertThat(contrastWithWhite("#444444")).isGreaterThanOrEqualTo(4.5);
    }

    @ParameterizedTest
    @EnumSource(BuildState.class)
    void textLiesInsideItsPartOfTheBadge(BuildState state) throws Exception {
        Element svg = parse(Badge.svg(build(state))).getDocumentElement();
        int width = Integer.parseInt(svg.getAttribute("width"));
        assertThat(svg.getAttribute("height")).isEqualTo("20");
        List<Element> texts = elements(svg, "text");
        List<Element> boxes = elements(svg, "rect").stream()
                .filter(rect -> rect.getAttribute("fill").startsWith("#"))
                .toList();
        int edge = 0;
        for (int part = 0; part < boxes.size(); part++) {
            int start = Integer.parseInt(boxes.get(part).getAttribute("x"));
            int end = start + Integer.parseInt(boxes.get(part).getAttribute("width"));
            assertThat(start).isEqualTo(edge);
            edge = end;
            Element text = texts.get(2 * part);
            double middle = Integer.parseInt(text.getAttribute("x")) / 10.0;
            double half = Integer.parseInt(text.getAttribute("textLength")) / 20.0;
            assertThat(middle - half).isGreaterThanOrEqualTo(start + 4.9);
            assertThat(middle + half).isLessThanOrEqualTo(end - 4.9);
        }
        assertThat(edge).isEqualTo(width);
    }

    @Test
    void badgeIsTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        byte[] expected = Badge.svg(build(BuildState.SUCCESS));
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(Badge.svg(build(BuildState.SUCCESS))).isEqualTo(expected);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void charactersOutsideTheTableAreTakenAsWide() {
        assertThat(TextWidth.tenths("m")).isEqualTo(107);
        assertThat(TextWidth.tenths("\u007f\u00e4\ud83d\udc1b\u0007")).isEqualTo(4 * 110);
        assertThat(TextWidth.tenths("")).isZero();
    }

    @Test
    void exampleOfTheReadmeIsWhatTheCodeDraws() throws Exception {
        String drawn = new String(Badge.svg(build(BuildState.SUCCESS)), StandardCharsets.UTF_8);
        if (Boolean.getBoolean("badge.renew")) {
            Files.writeString(EXAMPLE, drawn);
        }
        assertThat(EXAMPLE).isRegularFile();
        assertThat(Files.readString(EXAMPLE))
                .as(
                        "%s is not what the badge looks like now; renew it: mvn test -Dtest=BadgeTest -Dbadge.renew=true",
                        EXAMPLE)
                .isEqualTo(drawn);
    }

    private static Build build(BuildState state) {
        Build queued = Build.queued(new ProjectName("Maths"), COMMIT, 1, "master", Trigger.WEBHOOK, NOW);
        return switch (state) {
            case QUEUED -> queued;
            case RUNNING -> queued.started(NOW);
            case SUCCESS, FAILURE, ERROR, CANCELLED ->
                queued.started(NOW).finished(state, new Result(NOW, Duration.ofSeconds(4), null, List.of(), null));
        };
    }

    private static Document parse(byte[] svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
    }

    private static List<String> texts(Element svg) {
        return elements(svg, "text").stream().map(Element::getTextContent).toList();
    }

    private static List<Element> elements(Element svg, String name) {
        return Stream.iterate(0, i -> i + 1)
                .limit(svg.getElementsByTagName(name).getLength())
                .map(i -> (Element) svg.getElementsByTagName(name).item(i))
                .toList();
    }

    /** WCAG 2.2's contrast ratio, with a tenth of the gloss's lightest grey (#bb) over the colour. */
    private static double contrastWithWhite(String colour) {
        double luminance = 0;
        double[] weights = {0.2126, 0.7152, 0.0722};
        for (int i = 0; i < weights.length; i++) {
            int channel = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16);
            double shown = (0.9 * channel + 0.1 * 0xbb) / 255;
            luminance += weights[i] * (shown <= 0.04045 ? shown / 12.92 : Math.pow((shown + 0.055) / 1.055, 2.4));
        }
        return 1.05 / (luminance + 0.05);
    }
}

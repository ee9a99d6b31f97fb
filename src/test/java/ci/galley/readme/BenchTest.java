package ci.galley.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scripts/bench.sh} makes of its samples, that it measures, and what it refuses. */
class BenchTest {
    private static final String SCRIPT = Readme.TOP.resolve("scripts/bench.sh").toString();

    private static final Pattern OURS = Pattern.compile("^\\|[^|]*\\| +(-?[\\d,.]+)");

    @TempDir
    Path folder;

    private record Ended(int status, String output) {}

    @Test
    void figuresThatMeetTheirGoalsAreOk() throws Exception {
        Ended ended = report(
                "push galley 540",
                "push bare 500",
                "push webhook 530",
                "badges-older galley 60",
                "badges-older nginx 100");
        assertThat(ended.output())
                .containsSubsequence("+40 ms", "ok", "+10 ms", "ok", "0.60", "ok")
                .doesNotContain("MISSED");
        assertThat(ended.status()).isZero();
    }

    @Test
    void aFigureThatIsWorseThanItsGoalFails() throws Exception {
        Ended ended = report(
                "push galley 740",
                "push bare 500",
                "push webhook 735",
                "cold galley 900",
                "cold hosted 1600",
                "badges-older galley 59",
                "badges-older nginx 100",
                "idle-older galley 51",
                "idle-older webhook 8",
                "after-older galley 65");
        assertThat(line(ended, "push to PDF", "bare")).contains("1.48", "+240 ms", "<= +50 ms", "MISSED");
        assertThat(line(ended, "push to PDF", "webhook")).contains("+5 ms", "ok");
        assertThat(line(ended, "push to PDF", "hosted")).contains("0.56", "<= 0.50", "MISSED");
        assertThat(line(ended, "badges a second", "nginx")).contains("0.59", ">= 0.60", "MISSED");
        assertThat(line(ended, "memory, idle", "webhook")).contains("51 MiB", "<= 50 MiB", "MISSED");
        assertThat(line(ended, "memory, after work", "")).contains("MISSED");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void roundsAreComparedOneByOneAndTheMedianCounts() throws Exception {
        Ended ended = report(
                "push galley 100",
                "push bare 90",
                "push galley 1000",
                "push bare 980",
                "push galley 5000",
                "push bare 300",
                "push galley 300",
                "push bare 270",
                "push galley 290",
                "push bare 280");
        assertThat(ended.output()).contains("+20 ms", "+10 to +30 ms");
    }

    @Test
    void nothingMeasuredIsNoSuccess() throws Exception {
        assertThat(report().status()).isEqualTo(1);
    }

    @Test
    void thePictureIsAnSvgDocumentWithEverySample() throws Exception {
        report("start galley 250", "start galley 300", "start webhook 5", "start webhook 6");
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(picture().toFile());
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(4);
    }

    /**
     * Only that it fails where it has to: how fast this machine is, is no matter of a test. So the delay is several times
     * what a build takes beside it, by which Galley is the faster one.
     */
    @Test
    void aPlantedDelayOfBuildsIsMeasuredAndFails() throws Exception {
        Ended ended = measure("push,tex,jar", "--plant-delay", "3000ms");
        assertThat(ours(line(ended, "push to PDF", "bare"))).isGreaterThan(3000);
        assertThat(line(ended, "push to PDF", "bare")).contains("MISSED");
        assertThat(ours(line(ended, "push to start of TeX", "git"))).isGreaterThan(2000); // less what measuring takes
        assertThat(line(ended, "push to start of TeX", "git")).contains("MISSED");
        assertThat(line(ended, "jar without the page", "")).contains("ok");
        assertThat(ended.status()).isEqualTo(1);
    }

    /** Short enough for answers to come while requests are sent, which is a second. */
    @Test
    void aPlantedDelayOfAnswersIsMeasuredAndFails() throws Exception {
        Ended ended = measure("badges", "--plant-delay", "500ms");
        assertThat(line(ended, "badges a second", "nginx")).contains("MISSED");
        assertThat(ours(line(ended, "badge, 99 % within", "nginx"))).isGreaterThan(500);
        assertThat(line(ended, "badge, 99 % within", "nginx")).contains("MISSED");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void plantedMemoryIsMeasuredAndFails() throws Exception {
        Ended ended = measure("memory", "--plant-memory", "128m");
        assertThat(ours(line(ended, "memory, idle", "webhook"))).isGreaterThan(128);
        assertThat(line(ended, "memory, idle", "webhook")).contains("MISSED");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void whatCannotBePlantedIsRefused() throws Exception {
        Ended ended = run(List.of(SCRIPT, "--plant-delay", "3s"));
        assertThat(ended.output()).contains("--plant-delay is \"3s\"", "such as 200ms");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(run(List.of(SCRIPT, "--only", "push,nothing")).output())
                .contains("push,nothing", "known are start,");
    }

    private Ended measure(String measures, String... plant) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(SCRIPT, "--once", "--only", measures, "--results"));
        command.add(folder.toString());
        command.addAll(List.of(plant));
        return run(command);
    }

    /** The line of the table that begins with these two, as one string. */
    private static String line(Ended ended, String what, String peer) {
        return ended.output()
                .lines()
                .filter(line -> line.startsWith("| " + what + " ") && line.contains("| " + peer + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line of " + what + " in\n" + ended.output()));
    }

    /** Ours, the second column. */
    private static double ours(String line) {
        Matcher column = OURS.matcher(line);
        assertThat(column.find()).as(line).isTrue();
        return Double.parseDouble(column.group(1).replace(",", ""));
    }

    private Path picture() {
        return folder.resolve("samples.svg");
    }

    private Ended report(String... samples) throws IOException, InterruptedException {
        Path file = folder.resolve("samples.tsv");
        Files.writeString(
                file,
                Stream.of(samples)
                        .map(sample -> sample.replace(' ', '\t') + "\n")
                        .collect(Collectors.joining()));
        return run(List.of(SCRIPT, "--report", file.toString()));
    }

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}

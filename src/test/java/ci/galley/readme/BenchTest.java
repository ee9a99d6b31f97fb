package ci.galley.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scripts/bench.sh} makes of its samples, and what it refuses. The measuring itself takes minutes. */
class BenchTest {
    @TempDir
    Path folder;

    private record Ended(int status, String output) {}

    @Test
    void figuresThatMeetTheirGoalsAreOk() throws Exception {
        Ended ended = report(
                "push galley 540", "push bare 500", "push webhook 530", "requests galley 60", "requests nginx 100");
        assertThat(ended.output())
                .containsSubsequence("+40 ms", "ok", "+10 ms", "ok", "0.60", "ok")
                .doesNotContain("WORSE");
        assertThat(ended.status()).isZero();
    }

    @Test
    void aFigureThatIsWorseThanItsGoalFails() throws Exception {
        assertThat(report("push galley 740", "push bare 500", "push webhook 735")
                        .status())
                .isEqualTo(1);
        assertThat(report("requests galley 49", "requests nginx 100").output()).contains("0.49", ">= 0.50", "WORSE");
        assertThat(report("idle galley 56", "idle webhook 8").status()).isEqualTo(1);
        assertThat(report("after galley 71").status()).isEqualTo(1);
        assertThat(report("start galley 401", "start webhook 5").status()).isEqualTo(1);
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
        report("start galley 250", "start galley 300", "start webhook 5");
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(picture().toFile());
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(3);
    }

    @Test
    void whatCannotBePlantedIsRefused() throws Exception {
        String script = Readme.TOP.resolve("scripts/bench.sh").toString();
        Ended ended = run(List.of(script, "--plant-delay", "3s"));
        assertThat(ended.output()).contains("--plant-delay is \"3s\"", "such as 200ms");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(run(List.of(script, "--only", "nothing")).status()).isEqualTo(2);
    }

    private Path picture() {
        return folder.resolve("bench.svg");
    }

    private Ended report(String... samples) throws IOException, InterruptedException {
        Path file = folder.resolve("samples.tsv");
        Files.writeString(
                file,
                Stream.of(samples)
                        .map(sample -> sample.replace(' ', '\t') + "\n")
                        .collect(Collectors.joining()));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String report = Readme.TOP.resolve("scripts/lib/BenchReport.java").toString();
        return run(List.of(java, report, file.toString(), picture().toString()));
    }

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}

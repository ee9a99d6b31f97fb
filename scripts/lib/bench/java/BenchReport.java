import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what bench.sh has measured, prints it as a table beside the goals, and draws it. Ends with 1 where a figure is worse
 * than its goal. Usage: {@code java BenchReport samples.tsv bench.svg}; a line of the samples is measure, side, value.
 */
final class BenchReport {
    private static final String LINE = "| %-24s | %10s | %-9s | %10s | %6s | %10s | %-20s | %-12s | %-6s |%n";
    private static final List<Integer> WIDTHS = List.of(24, 10, 9, 10, 6, 10, 20, 12, 6);

    private BenchReport() {}

    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        List<Result.Sample> samples;
        try (Stream<String> lines = Files.lines(Path.of(arguments[0]))) {
            samples = lines.map(Result.Sample::parse).toList();
        }
        List<Result> results = Goals.ROWS.stream()
                .flatMap(row -> Result.of(row, samples).stream())
                .toList();
        System.out.print(table(results));
        Path picture = Path.of(arguments[1]);
        Files.writeString(picture, Picture.draw(results));
        System.out.println("\nDrawn: " + picture);
        long missed = results.stream().filter(result -> !result.ok()).count();
        System.out.println(missed == 0 ? "Every goal is met" : "Goals that were missed: " + missed);
        System.exit(missed == 0 && !results.isEmpty() ? 0 : 1);
    }

    private static String table(List<Result> results) {
        return String.format(LINE, "what", "ours", "peer", "theirs", "ratio", "figure", "its quartiles", "goal", "")
                + String.format(
                        LINE, WIDTHS.stream().map("-"::repeat).toArray())
                + results.stream().map(BenchReport::line).collect(Collectors.joining());
    }

    private static String line(Result result) {
        Row row = result.row();
        Spread figure = result.figure();
        return String.format(
                LINE,
                row.what(),
                row.showSample(Spread.of(result.ours()).median()),
                result.theirs().isEmpty() ? "" : row.peer(),
                result.theirs().isEmpty() ? "" : row.showSample(Spread.of(result.theirs()).median()),
                result.ratio().map(ratio -> String.format("%.2f", ratio.median())).orElse(""),
                row.show(figure.median()),
                row.showBare(figure.low()) + " to " + row.show(figure.high()),
                row.showGoal(),
                result.verdict());
    }
}

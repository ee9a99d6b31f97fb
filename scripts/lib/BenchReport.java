import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what bench.sh has measured, prints it as a table beside the goals, and draws it. Ends with 1 where a figure is worse
 * than its goal. Usage: {@code java BenchReport.java samples.tsv bench.svg}; a line of the samples is measure, side, value.
 */
final class BenchReport {
    /** How the two sides become one figure, and on which side of its goal that has to be. */
    private enum Kind {
        /** Ours minus the peer's, round by round: what both share, such as the time of TeX, falls out. */
        ABOVE,
        /** Ours divided by the peer's, round by round; more is better. */
        SHARE,
        /** Ours alone; the peer's is for comparison. */
        ALONE;

        double figure(double ours, double theirs) {
            return switch (this) {
                case ABOVE -> ours - theirs;
                case SHARE -> ours / theirs;
                case ALONE -> throw new IllegalArgumentException("is not compared");
            };
        }
    }

    /** What is promised. A change here is a change of the README's table, too. */
    private record Row(String what, String measure, String peer, Kind kind, double goal, String unit) {
        boolean isMet(double figure) {
            return kind == Kind.SHARE ? figure >= goal : figure <= goal;
        }
    }

    private static final List<Row> ROWS = List.of(
            new Row("push to PDF", "push", "bare", Kind.ABOVE, 50, "ms"),
            new Row("push to PDF", "push", "webhook", Kind.ABOVE, 20, "ms"),
            new Row("badges a second", "requests", "nginx", Kind.SHARE, 0.5, ""),
            new Row("memory, idle", "idle", "webhook", Kind.ALONE, 55, "MiB"),
            new Row("memory, 100,000 requests", "after", "", Kind.ALONE, 70, "MiB"),
            new Row("start to first answer", "start", "webhook", Kind.ALONE, 400, "ms"));

    /** Median and quartiles. */
    private record Spread(double low, double median, double high) {
        static Spread of(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            return new Spread(quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75));
        }

        private static double quantile(List<Double> sorted, double part) {
            double at = part * (sorted.size() - 1);
            int below = (int) at;
            double above = sorted.get(Math.min(below + 1, sorted.size() - 1));
            return sorted.get(below) + (at - below) * (above - sorted.get(below));
        }
    }

    private record Result(Row row, List<Double> ours, List<Double> theirs, Spread figure) {
        boolean ok() {
            return row.isMet(figure.median());
        }
    }

    private final List<String[]> samples;

    private BenchReport(List<String[]> samples) {
        this.samples = samples;
    }

    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        try (Stream<String> lines = Files.lines(Path.of(arguments[0]))) {
            BenchReport report =
                    new BenchReport(lines.map(line -> line.split("\t")).toList());
            List<Result> results =
                    ROWS.stream().flatMap(row -> report.result(row).stream()).toList();
            System.out.print(table(results));
            Path picture = Path.of(arguments[1]);
            Files.writeString(picture, draw(results));
            System.out.println("\nDrawn: " + picture);
            System.exit(!results.isEmpty() && results.stream().allMatch(Result::ok) ? 0 : 1);
        }
    }

    private List<Double> values(String measure, String side) {
        return samples.stream()
                .filter(sample -> sample[0].equals(measure) && sample[1].equals(side))
                .map(sample -> Double.valueOf(sample[2]))
                .toList();
    }

    /** None where it was not measured. */
    private List<Result> result(Row row) {
        List<Double> ours = values(row.measure(), "galley");
        List<Double> theirs = values(row.measure(), row.peer());
        boolean alone = row.kind() == Kind.ALONE;
        if (ours.isEmpty() || !alone && theirs.isEmpty()) {
            return List.of();
        }
        if (!alone && ours.size() != theirs.size()) {
            throw new IllegalStateException(row.what() + ": some rounds have no sample of both sides");
        }
        List<Double> figures = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            figures.add(alone ? ours.get(i) : row.kind().figure(ours.get(i), theirs.get(i)));
        }
        return List.of(new Result(row, ours, theirs, Spread.of(figures)));
    }

    private static String table(List<Result> results) {
        String line = "| %-24s | %10s | %-7s | %10s | %10s | %-18s | %-10s | %-5s |%n";
        return String.format(line, "what", "ours", "peer", "theirs", "figure", "its quartiles", "goal", "")
                + String.format(line.replaceAll("%(-?)(\\d+)s", "%s"), Stream.of(24, 10, 7, 10, 10, 18, 10, 5)
                        .map("-"::repeat)
                        .toArray())
                + results.stream().map(result -> line(line, result)).collect(Collectors.joining());
    }

    private static String line(String line, Result result) {
        Row row = result.row();
        String unit = row.unit();
        String sign = row.kind() == Kind.ABOVE ? "+" : "";
        Spread figure = result.figure();
        return String.format(
                line,
                row.what(),
                number("", Spread.of(result.ours()).median(), unit),
                row.peer(),
                result.theirs().isEmpty() ? "" : number("", Spread.of(result.theirs()).median(), unit),
                number(sign, figure.median(), unit),
                number(sign, figure.low(), "") + " to " + number(sign, figure.high(), unit),
                (row.kind() == Kind.SHARE ? ">= " : "<= ") + number(sign, row.goal(), unit),
                result.ok() ? "ok" : "WORSE");
    }

    private static String number(String sign, double value, String unit) {
        String format = Math.abs(value) < 10 ? "%" + sign + ".2f" : "%" + sign + ",.0f";
        return (String.format(format, value) + " " + unit).strip();
    }

    // The picture: for each row the two sides, each sample a dot, the median a stroke; below them the goal.

    private static final int WIDTH = 760;
    private static final int LEFT = 190;
    private static final int LANE = 24;

    private static String draw(List<Result> results) {
        StringBuilder rows = new StringBuilder();
        int y = 56;
        for (Result result : results) {
            rows.append(drawRow(result, y));
            y += 3 * LANE + 8;
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img" \
                aria-label="Galley beside its peers">
                <title>Galley beside its peers</title>
                <rect width="%1$d" height="%2$d" fill="#fff"/>
                <g font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11" fill="#444">
                <text x="16" y="26" font-size="15" fill="#222">Galley beside its peers</text>
                %3$s</g>
                </svg>
                """.formatted(WIDTH, y, rows);
    }

    private static String drawRow(Result result, int y) {
        Row row = result.row();
        double most = Stream.concat(result.ours().stream(), result.theirs().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        double scale = (WIDTH - LEFT - 110) / Math.max(most, row.kind() == Kind.ALONE ? row.goal() : 0);
        String figure = row.kind() == Kind.SHARE ? "share " : "";
        String text = figure
                + number(row.kind() == Kind.ABOVE ? "+" : "", result.figure().median(), row.unit())
                + (result.ok() ? "" : ", WORSE than " + number("", row.goal(), row.unit()));
        String heading = "<text x=\"16\" y=\"%d\" fill=\"#222\">%s</text><text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n"
                .formatted(y + 4, row.what(), LEFT, y + 4, result.ok() ? "#1a7431" : "#b3261e", text);
        String goal = row.kind() == Kind.ALONE
                ? "<path d=\"M%.1f %dv%d\" stroke=\"#b3261e\" stroke-dasharray=\"3 2\"/>%n"
                        .formatted(LEFT + row.goal() * scale, y + 10, 2 * LANE - 4)
                : "";
        return heading
                + goal
                + lane("Galley", result.ours(), "#1a7431", scale, y + LANE, row.unit())
                + lane(row.peer(), result.theirs(), "#777", scale, y + 2 * LANE, row.unit());
    }

    private static String lane(String name, List<Double> values, String colour, double scale, int y, String unit) {
        if (values.isEmpty()) {
            return "";
        }
        Spread spread = Spread.of(values);
        String dots = values.stream()
                .map(value -> "<circle cx=\"%.1f\" cy=\"%d\" r=\"3\"/>".formatted(LEFT + value * scale, y))
                .collect(Collectors.joining());
        return """
                <text x="%1$d" y="%2$d" text-anchor="end">%3$s</text>
                <path d="M%4$d %5$dH%6$.1f" stroke="%7$s" stroke-opacity=".25" stroke-width="10"/>
                <g fill="%7$s" fill-opacity=".45">%8$s</g>
                <path d="M%6$.1f %9$dv14" stroke="%7$s" stroke-width="2"/>
                <text x="%10$d" y="%2$d" text-anchor="end">%11$s</text>
                """.formatted(
                        LEFT - 12,
                        y + 4,
                        name,
                        LEFT,
                        y,
                        LEFT + spread.median() * scale,
                        colour,
                        dots,
                        y - 7,
                        WIDTH - 16,
                        number("", spread.median(), unit));
    }
}

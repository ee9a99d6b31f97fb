import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws results as SVG: for each row the two sides, each sample a dot, the median a stroke, and the goal where it is a length. */
final class Picture {
    private static final int WIDTH = 800;
    private static final int LEFT = 190;
    private static final int RIGHT = 110;
    private static final int LANE = 24;
    private static final String OURS = "#1a7431";
    private static final String THEIRS = "#777";
    private static final String BAD = "#b3261e";

    private Picture() {}

    static String draw(List<Result> results) {
        StringBuilder rows = new StringBuilder();
        int y = 56;
        for (Result result : results) {
            rows.append(row(result, y));
            y += (result.theirs().isEmpty() ? 2 : 3) * LANE + 8;
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

    private static String row(Result result, int y) {
        Row row = result.row();
        double scale = scale(result);
        StringBuilder drawn = new StringBuilder(heading(result, y));
        if (row.kind() == Row.Kind.ALONE) {
            int lanes = result.theirs().isEmpty() ? 1 : 2;
            drawn.append("<path d=\"M%.1f %dv%d\" stroke=\"%s\" stroke-dasharray=\"3 2\"/>%n"
                    .formatted(LEFT + row.goal() * scale, y + 10, lanes * LANE - 4, BAD));
        }
        drawn.append(lane("Galley", result.ours(), OURS, scale, y + LANE, row));
        if (!result.theirs().isEmpty()) {
            drawn.append(lane(row.peer(), result.theirs(), THEIRS, scale, y + 2 * LANE, row));
        }
        return drawn.toString();
    }

    /** Pixels a unit: all samples are seen, and the goal. */
    private static double scale(Result result) {
        double most = Stream.concat(result.ours().stream(), result.theirs().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        double length = Math.max(most, result.row().kind() == Row.Kind.ALONE ? result.row().goal() : 0);
        return length > 0 ? (WIDTH - LEFT - RIGHT) / length : 1;
    }

    private static String heading(Result result, int y) {
        Row row = result.row();
        String text = "%s%s, goal %s: %s"
                .formatted(
                        row.isRatio() ? "ratio " : "",
                        row.show(result.figure().median()),
                        row.showGoal().replace("<", "&lt;").replace(">", "&gt;"),
                        result.verdict());
        return "<text x=\"16\" y=\"%d\" fill=\"#222\">%s</text><text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n"
                .formatted(y + 4, row.what(), LEFT, y + 4, result.ok() ? OURS : BAD, text);
    }

    private static String lane(String name, List<Double> values, String colour, double scale, int y, Row row) {
        double median = Spread.of(values).median();
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
                        LEFT + median * scale,
                        colour,
                        dots,
                        y - 7,
                        WIDTH - 16,
                        row.showSample(median));
    }
}

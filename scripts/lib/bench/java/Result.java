import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was measured for a row: the samples of both sides, and the figure that they make. */
record Result(Row row, List<Double> ours, List<Double> theirs, Spread figure) {
    private static final String OURS = "galley";

    /** One side's value of a measure. */
    record Sample(String measure, String side, double value) {
        static Sample parse(String line) {
            String[] fields = line.split("\t");
            return new Sample(fields[0], fields[1], Double.parseDouble(fields[2]));
        }
    }

    /**
     * Nothing where the row was not measured.
     *
     * @throws IllegalStateException if a round has no sample of one side
     */
    static Optional<Result> of(Row row, List<Sample> samples) {
        List<Double> ours = values(samples, row.measure(), OURS);
        List<Double> theirs = values(samples, row.measure(), row.peer());
        if (ours.isEmpty() || row.kind() != Row.Kind.ALONE && theirs.isEmpty()) {
            return Optional.empty();
        }
        if (!theirs.isEmpty() && ours.size() != theirs.size()) {
            throw new IllegalStateException(row.what() + ": some rounds have no sample of both sides");
        }
        List<Double> figures = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            figures.add(row.figure(ours.get(i), theirs.isEmpty() ? Double.NaN : theirs.get(i)));
        }
        return Optional.of(new Result(row, ours, theirs, Spread.of(figures)));
    }

    private static List<Double> values(List<Sample> samples, String measure, String side) {
        return samples.stream()
                .filter(sample -> sample.measure().equals(measure) && sample.side().equals(side))
                .map(Sample::value)
                .toList();
    }

    boolean ok() {
        return row.isMet(figure.median());
    }

    /** Ours in parts of theirs, round by round; nothing where nobody's stands beside ours. */
    Optional<Spread> ratio() {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < theirs.size(); i++) {
            ratios.add(ours.get(i) / theirs.get(i));
        }
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
    }

    /** In words that the table and the picture share. */
    String verdict() {
        return ok() ? "ok" : "MISSED";
    }
}

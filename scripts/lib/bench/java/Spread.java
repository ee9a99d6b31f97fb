import java.util.List;

/** Median and quartiles. */
record Spread(double low, double median, double high) {
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

/**
 * What is promised of one figure.
 *
 * @param peer whose samples stand beside ours; empty for nobody's
 * @param goal what the figure's median has to reach, in the unit where the kind has one
 */
record Row(String what, String measure, String peer, Kind kind, double goal, String unit) {
    /** How the two sides become one figure, and on which side of its goal that has to be. */
    enum Kind {
        /** Ours minus the peer's, round by round: what both share, such as the time of TeX, falls out. */
        ABOVE,
        /** Ours divided by the peer's, round by round; more is better. */
        SHARE,
        /** The same; less is better. */
        TIMES,
        /** Ours; the peer's is for comparison. */
        ALONE
    }

    boolean isRatio() {
        return kind == Kind.SHARE || kind == Kind.TIMES;
    }

    double figure(double ours, double theirs) {
        return switch (kind) {
            case ABOVE -> ours - theirs;
            case SHARE, TIMES -> ours / theirs;
            case ALONE -> ours;
        };
    }

    boolean isMet(double figure) {
        return kind == Kind.SHARE ? figure >= goal : figure <= goal;
    }

    /** A figure of this row, as it is shown. */
    String show(double figure) {
        return isRatio() ? number("", figure, "") : number(kind == Kind.ABOVE ? "+" : "", figure, unit);
    }

    /** The same without its unit. */
    String showBare(double figure) {
        return number(kind == Kind.ABOVE ? "+" : "", figure, "");
    }

    String showGoal() {
        return (kind == Kind.SHARE ? ">= " : "<= ") + show(goal);
    }

    /** A sample of one side, as it is shown. */
    String showSample(double sample) {
        return number("", sample, unit);
    }

    private static String number(String sign, double value, String unit) {
        String format = Math.abs(value) < 10 && value != Math.rint(value) ? "%" + sign + ".2f" : "%" + sign + ",.0f";
        return (String.format(format, value) + " " + unit).strip();
    }
}

import java.util.List;

/** What is promised, in the order of the table. A change here is a change of the README's table, too. */
final class Goals {
    static final List<Row> ROWS = List.of(
            above("push to PDF", "push", "bare", 50),
            above("push to PDF", "push", "webhook", 20),
            times("push to PDF", "cold", "hosted", 0.5, "ms"),
            times("push to PDF", "cold", "pass", 1, "ms"),
            times("push to PDF", "shortcuts", "no-format", 0.9, "ms"),
            times("push to PDF", "shortcuts", "latexmk", 0.8, "ms"),
            alone("push, document unchanged", "unchanged", "bare", 150, "ms"),
            above("push to start of TeX", "tex", "git", 30),
            alone("git commands before TeX", "commands", "", 4, ""),
            share("badges a second", "badges-older", 0.6),
            ofBare("badges a second", "badges-older", 0.8),
            share("badges, newer Java", "badges-newer", 0.9),
            ofBare("badges, newer Java", "badges-newer", 0.6),
            alone("badge, 99 % within", "badges-older-p99", "nginx", 15, "ms"),
            alone("badge, 99 %, newer Java", "badges-newer-p99", "nginx", 15, "ms"),
            share("64 KiB of a PDF a second", "ranges", 0.4),
            ofBare("64 KiB of a PDF a second", "ranges", 0.55),
            alone("list of 10,000 builds", "list", "nginx", 10, "ms"),
            alone("memory of a stream", "stream", "", 40, "KB"),
            // They hold none; the compiler of Java has more or fewer of its own from time to time.
            alone("threads of 200 streams", "stream-threads", "", 4, ""),
            times("build, 200 streams open", "watched", "unwatched", 1.05, "ms"),
            alone("memory, 200 streams open", "watched-memory", "", 80, "MiB"),
            alone("memory, idle", "idle-older", "webhook", 50, "MiB"),
            alone("memory, after work", "after-older", "", 64, "MiB"),
            // Its library and its archive are five megabytes larger.
            alone("idle, newer Java", "idle-newer", "webhook", 55, "MiB"),
            alone("after work, newer Java", "after-newer", "", 69, "MiB"),
            alone("start.sh to answer", "start", "webhook", 400, "ms"),
            alone("java to answer", "java-older", "", 250, "ms"),
            alone("newer java to answer", "java-newer", "", 180, "ms"),
            above("start with 1,000 builds", "start-some", "empty", 100),
            above("start with 20,000 builds", "start-many", "empty", 1000),
            new Row("memory, 20,000 builds", "memory-many", "empty", Row.Kind.ABOVE, 30, "MiB"),
            alone("jar without the page", "jar", "", 4, "MB"));

    private Goals() {}

    private static Row above(String what, String measure, String peer, double milliseconds) {
        return new Row(what, measure, peer, Row.Kind.ABOVE, milliseconds, "ms");
    }

    private static Row times(String what, String measure, String peer, double goal, String unit) {
        return new Row(what, measure, peer, Row.Kind.TIMES, goal, unit);
    }

    private static Row share(String what, String measure, double goal) {
        return new Row(what, measure, "nginx", Row.Kind.SHARE, goal, "");
    }

    /** Of what Java's own server can do at most: the same bytes, and nothing of Galley. */
    private static Row ofBare(String what, String measure, double goal) {
        return new Row(what, measure, "bare", Row.Kind.SHARE, goal, "");
    }

    private static Row alone(String what, String measure, String peer, double goal, String unit) {
        return new Row(what, measure, peer, Row.Kind.ALONE, goal, unit);
    }
}

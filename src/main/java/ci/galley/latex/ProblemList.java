package ci.galley.latex;

import ci.galley.model.Problem;
import ci.galley.model.Problem.Severity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects problems: the same one only once, and no more of a kind than a person reads. Each kind has its own limit, so
 * that ten thousand boxes do not push out the one error.
 */
final class ProblemList {
    private final SourceNames names;
    private final Map<Severity, List<Problem>> kept = new EnumMap<>(Severity.class);
    private final Map<Severity, Integer> left = new EnumMap<>(Severity.class);
    private final Set<Problem> known = new HashSet<>();

    ProblemList(SourceNames names) {
        this.names = names;
        for (Severity severity : Severity.values()) {
            kept.put(severity, new ArrayList<>());
            left.put(severity, 0);
        }
    }

    /** How many problems of a severity are kept; one more entry counts the others. */
    static int limit(Severity severity) {
        return switch (severity) {
            case ERROR -> 300;
            case WARNING -> 500;
            case BOX -> 200;
        };
    }

    /** Adds a problem, unless it is there already, on whatever line of the log. */
    void add(Problem raw) {
        Problem problem = new Problem(
                raw.severity(),
                raw.file(),
                raw.line(),
                Prose.sentence(names.withoutPaths(raw.message())),
                raw.context() == null ? null : Prose.quote(names.withoutPaths(raw.context())),
                raw.logLine());
        if (problem.message().isEmpty() || known.contains(at(problem, null))) {
            return;
        }
        List<Problem> same = kept(problem.severity());
        if (same.size() < limit(problem.severity())) {
            same.add(problem);
            known.add(at(problem, null));
        } else {
            left.merge(problem.severity(), 1, Integer::sum);
        }
    }

    void error(@Nullable String file, @Nullable Integer line, String message, @Nullable Integer logLine) {
        add(new Problem(Severity.ERROR, file, line, message, null, logLine));
    }

    void warning(@Nullable String file, @Nullable Integer line, String message, @Nullable Integer logLine) {
        add(new Problem(Severity.WARNING, file, line, message, null, logLine));
    }

    boolean hasErrors() {
        return !kept(Severity.ERROR).isEmpty();
    }

    /** Errors, then warnings, then boxes, each in the order of the logs, without what merely repeats others. */
    List<Problem> toList() {
        List<Problem> all = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            all.addAll(kept(severity));
        }
        List<Problem> own = Echoes.without(all);
        List<Problem> told = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            own.stream().filter(problem -> problem.severity() == severity).forEach(told::add);
            int more = left.getOrDefault(severity, 0);
            if (more > 0) {
                told.add(new Problem(severity, null, null, more + " more like these are in the log", null, null));
            }
        }
        return List.copyOf(told);
    }

    private List<Problem> kept(Severity severity) {
        return kept.computeIfAbsent(severity, s -> new ArrayList<>());
    }

    private static Problem at(Problem problem, @Nullable Integer logLine) {
        return new Problem(
                problem.severity(), problem.file(), problem.line(), problem.message(), problem.context(), logLine);
    }
}

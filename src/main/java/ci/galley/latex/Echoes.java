package ci.galley.latex;

import ci.galley.model.Problem;
import ci.galley.model.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Messages that only repeat what others have said, such as "There were undefined references" at the end of a run. */
final class Echoes {
    private static final Pattern UNDEFINED =
            Pattern.compile("(?:[\\w-]+: )?(?:Reference|Citation|Hyper reference) .*undefined.*");
    private static final Pattern FONT_SHAPE = Pattern.compile("Font shape .*");

    /** A message, and what has to be there for it to be dropped. */
    private record Echo(Pattern echo, Pattern origin) {}

    private static final List<Echo> ECHOES = List.of(
            echo("(?:[\\w-]+: )?There were undefined (?:references|citations).*", UNDEFINED),
            echo("biblatex: The following entry could not be found.*", UNDEFINED),
            echo("There were multiply-defined labels", Pattern.compile("Label .* multiply defined")),
            echo("Some font shapes were not available, defaults substituted", FONT_SHAPE),
            echo("Size substitutions with differences.*", FONT_SHAPE),
            echo("I found no style file", Pattern.compile("I couldn't open style file .*")),
            echo("I found no database files", Pattern.compile("I couldn't open database file .*")),
            echo("Emergency stop: job aborted, no legal .*", Pattern.compile("File ended while scanning .*")));

    /** What nobody can do anything about as long as something else is wrong. */
    private static final Pattern RERUN = Pattern.compile("(?i)\\brerun|\\(re\\)run|\\bre-run");

    /** How TeX stops after an error that it cannot mend: no error of its own. */
    private static final Pattern STOP =
            Pattern.compile("Emergency stop|Emergency stop: (?:cannot .read from terminal|job aborted, file error).*");

    /** What then comes last. */
    private static final Pattern FAREWELL = Pattern.compile("(?:==> )?Fatal error occurred.*|No pages of output");

    private static final Pattern NOT_FOUND = Pattern.compile("File .* not found");

    private final List<Problem> problems;
    private final List<Echo> echoes;
    private final List<String> errors = new ArrayList<>();
    private boolean stopped;
    private final boolean rerunIsVain;

    private Echoes(List<Problem> problems) {
        this.problems = problems;
        echoes = ECHOES.stream().filter(echo -> anyMatches(echo.origin())).toList();
        for (Problem problem : problems) {
            String message = problem.message();
            if (problem.severity() != Severity.ERROR
                    || FAREWELL.matcher(message).matches()) {
                continue;
            }
            if (STOP.matcher(message).matches()) {
                stopped = true;
            } else {
                errors.add(message);
            }
        }
        rerunIsVain = anyMatches(UNDEFINED) || errors.stream().anyMatch(error -> !error.startsWith("Maximum runs of "));
    }

    static List<Problem> without(List<Problem> problems) {
        Echoes echoes = new Echoes(problems);
        return problems.stream().filter(problem -> !echoes.isEcho(problem)).toList();
    }

    private boolean isEcho(Problem problem) {
        String message = problem.message();
        if (echoes.stream().anyMatch(echo -> echo.echo().matcher(message).matches())) {
            return true;
        }
        return switch (problem.severity()) {
            case ERROR -> isLeaveTaking(message);
            case WARNING ->
                (rerunIsVain && RERUN.matcher(message).find())
                        || (!errors.isEmpty() && message.endsWith(" in font nullfont"))
                        || isSaidByAnError(message);
            case BOX -> false;
        };
    }

    private boolean isLeaveTaking(String message) {
        boolean other = !errors.isEmpty();
        return FAREWELL.matcher(message).matches()
                ? other || stopped
                : other && STOP.matcher(message).matches();
    }

    /** A missing picture is a warning of LaTeX and then an error of the driver. */
    private boolean isSaidByAnError(String message) {
        return NOT_FOUND.matcher(message).matches() && errors.stream().anyMatch(error -> error.contains(message));
    }

    private boolean anyMatches(Pattern pattern) {
        return problems.stream()
                .anyMatch(problem -> pattern.matcher(problem.message()).matches());
    }

    private static Echo echo(String echo, Pattern origin) {
        return new Echo(Pattern.compile(echo), origin);
    }
}

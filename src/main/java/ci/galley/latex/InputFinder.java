package ci.galley.latex;

import ci.galley.model.Engine;
import ci.galley.support.process.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a document depends on that has just been typeset: runs its engine once more, as of another date, and sees
 * which files it looks for and whether the same comes out. The checkout and what is in it stay as they are.
 */
final class InputFinder {
    private static final int MOST_SOURCE_BYTES = 4 << 20;

    /** A source with one of these may do something on one day that it does not on any other. */
    private static final Pattern LOOKS_AT_DATE = Pattern.compile(
            "\\\\(?:today|year|month|day|time|DTM\\w*|currenttime|(?:pdf)?creationdate|(?:pdf)?filemoddate)(?![A-Za-z@])");

    private final Aside aside;
    private final Document document;
    private final Engine engine;
    private final Command command;

    /**
     * @param engine with which the document was typeset
     * @param command runs it
     */
    InputFinder(Aside aside, Engine engine, Command command) {
        this.aside = aside;
        this.document = aside.document();
        this.engine = engine;
        this.command = command;
    }

    /**
     * Finds it out by one run of the engine, or two.
     *
     * @param committedAt what {@code \today} was
     * @return nothing where that cannot be found out, or the document depends on more than can be known
     */
    Optional<Inputs> find(Instant committedAt) throws IOException, InterruptedException {
        Recorder recorder = Recorder.read(document.made(Recorder.EXTENSION));
        RuleDatabase database = RuleDatabase.read(document.made(RuleDatabase.EXTENSION));
        Set<String> read = new TreeSet<>(recorder.read());
        database.rules().forEach(rule -> read.addAll(rule.sources().keySet()));
        read.addAll(PreambleFormat.recorder(document).read()); // the run's own has none of it
        if (!recorder.read().stream().allMatch(this::isFile)) {
            return Optional.empty(); // what a program wrote, such as \input{|"ls"}, is recorded like a file
        }
        Long day = null;
        Set<String> names = null;
        if (!anyLooksAtDate(read)) {
            names = sameWhen(otherDay(committedAt));
        }
        if (names == null) {
            names = sameWhen(otherHour(committedAt));
            day = Inputs.day(committedAt);
        }
        if (names == null) {
            return Optional.empty();
        }
        for (String file : read) {
            names.add(SearchedNames.stem(file));
        }
        SystemFiles system = SystemFiles.of(systemFiles(read));
        Inputs inputs = new Inputs(names, system, aside.sandbox().programs().variable(), day);
        return inputs.lines().stream().anyMatch(InputFinder::hasControlCharacter)
                ? Optional.empty()
                : Optional.of(inputs);
    }

    private boolean isFile(String name) {
        return name.startsWith(Bubblewrap.CACHE + "/")
                || name.startsWith(Bubblewrap.FORMATS + "/")
                || document.place()
                        .inside(name)
                        .or(() -> Optional.of(document.place().folder().resolve(name)))
                        .filter(Files::exists)
                        .isPresent();
    }

    private static boolean hasControlCharacter(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private List<String> systemFiles(Set<String> read) {
        List<String> files = new ArrayList<>();
        aside.sandbox().programs().find(engine.program()).map(Path::toString).ifPresent(files::add);
        for (String name : read) {
            if (name.startsWith("/") && document.place().inside(name).isEmpty()) {
                files.add(name);
            }
        }
        return files;
    }

    private boolean anyLooksAtDate(Set<String> read) throws IOException {
        for (String name : read) {
            Path file = document.place().inside(name).orElse(null);
            if (file != null) {
                String text = new String(PlainFiles.head(file, MOST_SOURCE_BYTES), StandardCharsets.ISO_8859_1);
                if (LOOKS_AT_DATE.matcher(text).find()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Another year, month, day of the month and of the week, hour and minute. */
    private static Instant otherDay(Instant committedAt) {
        ZonedDateTime date = committedAt.atZone(ZoneOffset.UTC);
        ZonedDateTime other =
                date.minusYears(5).minusMonths(5).minusDays(5).minusHours(5).minusMinutes(5);
        return (other.getDayOfWeek() == date.getDayOfWeek() ? other.minusDays(1) : other).toInstant();
    }

    private static Instant otherHour(Instant committedAt) {
        Duration day = Duration.ofDays(1);
        Instant midnight = Instant.EPOCH.plus(day.multipliedBy(Inputs.day(committedAt)));
        Duration later = Duration.between(midnight, committedAt).plusHours(7).plusMinutes(7);
        return midnight.plusSeconds(later.toSeconds() % day.toSeconds());
    }

    /** The names looked for by a run at that date, null where it does not make the same. */
    private @Nullable Set<String> sameWhen(Instant date) throws IOException, InterruptedException {
        SearchedNames searched = new SearchedNames();
        try (Rerun rerun = Rerun.of(aside, engine, command, date, SearchedNames.VARIABLES, Map.of(), searched)) {
            boolean isKnown = rerun.isSameDocument() && !searched.tooMany() && !rerun.ranPrograms();
            return isKnown ? searched.stems() : null;
        }
    }
}

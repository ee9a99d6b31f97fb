package ci.galley.latex;

import ci.galley.model.Problem;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Typesets documents with real TeX and reads their problems. Beside each document a {@code problems.json} says, by hand,
 * what has to come out.
 */
final class RealDocuments {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int THREADS = 2;

    /**
     * What has to come out.
     *
     * @param firstError the sentence for the commit status
     */
    record Expected(@Nullable String firstError, List<Told> problems) {}

    /**
     * A problem with the words on the line of the log that it points at, instead of that line's number, which depends on
     * how many packages TeX loads before.
     */
    record Told(
            String severity,
            @Nullable String file,
            @Nullable Integer line,
            String message,
            @Nullable String context,
            @Nullable String log) {}

    /** A document that was typeset in {@code folder}. */
    record Typed(Path folder, String output, List<Problem> problems) {}

    private RealDocuments() {}

    static List<String> names(String collection) throws IOException {
        try (Stream<Path> folders = Files.list(RESOURCES.resolve(collection))) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    static Expected expected(String collection, String name) throws IOException {
        Path file = RESOURCES.resolve(collection).resolve(name).resolve("problems.json");
        return new ObjectMapper().readValue(file.toFile(), Expected.class);
    }

    /** Typesets all documents of a collection, two at a time. */
    static Map<String, Typed> typeset(String collection, Path scratch) throws Exception {
        Map<String, Future<Typed>> running = new HashMap<>();
        Map<String, Typed> typed = new HashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (String name : names(collection)) {
                Path from = RESOURCES.resolve(collection).resolve(name);
                running.put(name, threads.submit(() -> typeset(from, scratch.resolve(name))));
            }
            for (Map.Entry<String, Future<Typed>> one : running.entrySet()) {
                typed.put(one.getKey(), one.getValue().get());
            }
        } finally {
            threads.shutdownNow();
        }
        return typed;
    }

    /** The problems as {@code problems.json} writes them. */
    static List<Told> told(Typed typed, List<Told> expected) throws IOException {
        List<Told> told = new ArrayList<>();
        for (Problem problem : typed.problems()) {
            String words =
                    told.size() < expected.size() ? expected.get(told.size()).log() : null;
            told.add(new Told(
                    problem.severity().name().toLowerCase(Locale.ROOT),
                    problem.file(),
                    problem.line(),
                    problem.message(),
                    problem.context(),
                    problem.logLine() == null ? null : wordsAt(typed.folder(), problem.logLine(), words)));
        }
        return told;
    }

    /** The expected words if that line of one of the logs holds them; else what it does hold. */
    private static String wordsAt(Path folder, int number, @Nullable String expected) throws IOException {
        List<String> candidates = new ArrayList<>();
        for (String extension : List.of(".log", ".blg", ".ilg")) {
            Path log = folder.resolve("Document" + extension);
            if (Files.exists(log)) {
                List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
                candidates.add(number <= lines.size() ? lines.get(number - 1) : "(no such line)");
            }
        }
        return expected != null && candidates.stream().anyMatch(line -> line.contains(expected))
                ? expected
                : candidates.toString();
    }

    private static Typed typeset(Path from, Path folder) throws Exception {
        copy(from, folder);
        String source = Files.readString(folder.resolve("Document.tex"), StandardCharsets.ISO_8859_1);
        String engine = source.contains("program = xelatex")
                ? "-pdfxe"
                : source.contains("program = lualatex") ? "-pdflua" : "-pdf";
        Path printed = folder.resolveSibling(folder.getFileName() + ".txt");
        ProcessBuilder latexmk = new ProcessBuilder(
                        "latexmk", engine, "-interaction=nonstopmode", "-file-line-error", "Document.tex")
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        // What changes how TeX writes its log, or where it looks for files.
        List.of(
                        "max_print_line",
                        "error_line",
                        "half_error_line",
                        "TEXINPUTS",
                        "BIBINPUTS",
                        "BSTINPUTS",
                        "LATEXMKRCSYS")
                .forEach(latexmk.environment()::remove);
        run(latexmk, from);
        String output = Files.readString(printed, StandardCharsets.ISO_8859_1);
        return new Typed(folder, output, new ProblemReader(folder, folder, folder).read("Document", output));
    }

    private static void run(ProcessBuilder latexmk, Path document) throws IOException, InterruptedException {
        Process process = latexmk.start();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(document + " took more than " + LIMIT);
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}

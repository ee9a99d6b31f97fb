package ci.galley.latex;

import ci.galley.support.io.NamedLines;
import ci.galley.support.io.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a format was made of: where any of it changes, it is out of date.
 *
 * @param preamble of the document
 * @param inputs which files the preamble reads, or would if they were there
 * @param files of those that the checkout has, with the content of each
 */
record FormatKey(Preamble preamble, Inputs inputs, String files) {
    private static final String NONE = "";
    private static final String LINES = "lines";
    private static final String PREAMBLE = "preamble";
    private static final String FILES = "files";

    /** As it is now; its files are unknown where the checkout has links, which may lead from any name to any other. */
    static FormatKey of(Document document, Preamble preamble, Inputs inputs) throws IOException {
        return new FormatKey(preamble, inputs, filesOf(document, inputs.names()));
    }

    /** Whether a format made of this is one of the document as it is now. */
    boolean isOf(Document document, Sandbox sandbox) throws IOException {
        return !files.equals(NONE)
                && inputs.programs().equals(sandbox.programs().variable())
                && Preamble.of(document).filter(preamble::equals).isPresent()
                && inputs.system().areUnchanged()
                && filesOf(document, inputs.names()).equals(files);
    }

    private static String filesOf(Document document, Set<String> names) throws IOException {
        Path sources = document.place().sources();
        Set<Path> made = made(document);
        Map<String, Path> files = new TreeMap<>();
        boolean[] hasLink = new boolean[1];
        Files.walkFileTree(sources, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                hasLink[0] |= attributes.isSymbolicLink();
                if (names.contains(SearchedNames.stem(file.toString())) && !made.contains(file)) {
                    files.put(sources.relativize(file).toString(), file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failed) {
                return FileVisitResult.CONTINUE; // a folder that even we may not read holds nothing for TeX
            }
        });
        if (hasLink[0]) {
            return NONE;
        }
        StringBuilder content = new StringBuilder("files");
        for (Map.Entry<String, Path> file : files.entrySet()) {
            content.append('\0').append(file.getKey()).append('\0').append(PlainFiles.md5(file.getValue()));
        }
        return Sha256.of(content.toString());
    }

    /** The document itself, of which the preamble counts, and what builds make. */
    private static Set<Path> made(Document document) throws IOException {
        Set<Path> made = new HashSet<>(Set.of(
                document.file(),
                document.made(Recorder.EXTENSION),
                document.made(RuleDatabase.EXTENSION),
                document.made(".log")));
        madeNames(document).forEach(name -> document.place().inside(name).ifPresent(made::add));
        return made;
    }

    /** The names of what the engine and the programs beside it made in the last run. */
    static Set<String> madeNames(Document document) throws IOException {
        Set<String> names =
                new HashSet<>(Recorder.read(document.made(Recorder.EXTENSION)).written());
        RuleDatabase.read(document.made(RuleDatabase.EXTENSION)).rules().forEach(rule -> names.addAll(rule.made()));
        return names;
    }

    byte[] toBytes() {
        List<String> lines = new ArrayList<>();
        lines.add(LINES + " " + preamble.lines());
        lines.add(PREAMBLE + " " + preamble.digest());
        lines.add(FILES + " " + files);
        lines.addAll(inputs.lines());
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    /** What {@link #toBytes} made; nothing where it is not whole. */
    static Optional<FormatKey> parse(byte[] bytes) {
        NamedLines kept = NamedLines.of(bytes);
        Optional<Inputs> inputs = Inputs.parse(kept);
        Optional<String> count = kept.first(LINES).filter(number -> number.matches("\\d{1,8}"));
        Optional<String> digest = kept.first(PREAMBLE);
        Optional<String> files = kept.first(FILES);
        return inputs.isEmpty() || count.isEmpty() || digest.isEmpty() || files.isEmpty()
                ? Optional.empty()
                : Optional.of(new FormatKey(
                        new Preamble(Integer.parseInt(count.get()), digest.get()), inputs.get(), files.get()));
    }
}

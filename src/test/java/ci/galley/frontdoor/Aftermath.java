package ci.galley.frontdoor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Whether all that was promised is so, when a daemon has come to rest after whatever happened to it. */
final class Aftermath {
    private final Galley galley;
    private final FakeGitHub gitHub;
    private final List<String> complaints = new ArrayList<>();

    private Aftermath(Galley galley, FakeGitHub gitHub) {
        this.galley = galley;
        this.gitHub = gitHub;
    }

    /**
     * What is wrong, in sentences; nothing where all is well.
     *
     * @param pushes all that were accepted, in their order
     */
    static List<String> complaints(Galley galley, FakeGitHub gitHub, List<AcceptedPush> pushes) {
        Aftermath aftermath = new Aftermath(galley, gitHub);
        pushes.forEach(aftermath::examine);
        pushes.stream().map(AcceptedPush::project).distinct().forEach(project -> {
            List<AcceptedPush> own = pushes.stream()
                    .filter(push -> push.project().equals(project))
                    .toList();
            aftermath.examineProject(project, own);
        });
        return aftermath.complaints;
    }

    /** The pushes that have not come to rest: still to be built, or GitHub still to be told. */
    static List<String> unsettled(Galley galley, List<AcceptedPush> pushes) {
        return pushes.stream()
                .map(push -> Galley.json(folder(galley, push).resolve(".status.json")))
                .filter(record ->
                        Galley.isOpen(record) || !record.path("reported").equals(record.path("state")))
                .map(JsonNode::toString)
                .toList();
    }

    static Path folder(Galley galley, AcceptedPush push) {
        return galley.output(push.project()).resolve(push.commit().value());
    }

    private void examine(AcceptedPush push) {
        Path folder = folder(galley, push);
        String name = push.project() + " " + push.commit();
        Optional<JsonNode> found = record(folder.resolve(".status.json"));
        if (found.isEmpty()) {
            return;
        }
        JsonNode record = found.get();
        String state = record.path("state").asText();
        expect(name + ": state", push.expectedState(), state);
        expect(name + ": attempt", "1", record.path("attempt").asText());
        expect(name + ": /status", record.toString(), statusFromAddress(push));
        expect(name + ": reported", state, record.path("reported").asText());
        String told =
                gitHub.last(push.commit().value()).map(FakeGitHub.Status::state).orElse("nothing");
        expect(name + ": last commit status at GitHub", KillMoment.atGitHub(state), told);
        expect(name + ": badge", true, badgeWord(folder).contains(state.equals("success") ? "built" : shown(state)));
        expect(
                name + ": PDFs",
                state.equals("success") ? 1L : 0L,
                files(folder, ".pdf").count());
        files(folder, ".pdf")
                .forEach(pdf -> expect(name + ": words", true, words(pdf).contains(push.words())));
    }

    private static String shown(String state) {
        return state.equals("failure") ? "failed" : state;
    }

    private void examineProject(String project, List<AcceptedPush> pushes) {
        Path output = galley.output(project);
        AcceptedPush last = pushes.get(pushes.size() - 1);
        expect(
                project + ": builds",
                pushes.stream().map(push -> push.commit().value()).sorted().toList(),
                names(output)
                        .filter(name -> name.matches("[0-9a-f]{40}"))
                        .sorted()
                        .toList());
        try {
            expect(
                    project + ": last",
                    last.commit().value(),
                    Files.readSymbolicLink(output.resolve("last")).toString());
        } catch (IOException e) {
            complaints.add(project + ": last is no link: " + e);
        }
        expect(
                project + ": record that is shown",
                record(folder(galley, last).resolve(".status.json")),
                record(output.resolve(".status.json")));
        pushes.stream()
                .filter(push -> push.expectedState().equals("success"))
                .reduce((first, second) -> second)
                .ifPresent(newest -> files(output, ".pdf")
                        .forEach(pdf -> expect(
                                project + ": newest PDF", true, words(pdf).contains(newest.words()))));
        readAll(output);
        names(galley.projects().resolve(project).resolve(".git"))
                .filter(name -> name.endsWith(".lock"))
                .forEach(name -> complaints.add(project + ": git was left " + name));
    }

    /** All that is published; the private folder is only a build's. */
    private void readAll(Path output) {
        LiveFiles.look(
                        output,
                        files -> files.filter(file -> !file.startsWith(output.resolve(".work")))
                                .toList())
                .forEach(this::readWhole);
    }

    private void readWhole(Path file) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith(".tmp-")) {
            complaints.add(file + " was left half done");
        } else if (Files.isRegularFile(file)) {
            if (name.endsWith(".json")) {
                record(file);
            } else if (name.endsWith(".svg")) {
                parseXml(file);
            } else if (name.endsWith(".pdf")) {
                String bytes = new String(bytes(file), StandardCharsets.ISO_8859_1);
                expect(file + " is a whole PDF", true, bytes.startsWith("%PDF-") && bytes.endsWith("%%EOF\n"));
            } else {
                expect(file + " is not empty", true, bytes(file).length > 0);
            }
        }
    }

    private void parseXml(Path file) {
        try {
            DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            parser.setErrorHandler(new DefaultHandler()); // throws, and prints nothing
            parser.parse(new ByteArrayInputStream(bytes(file)));
        } catch (IOException | ParserConfigurationException | SAXException e) {
            complaints.add(file + " is not XML: " + e.getMessage());
        }
    }

    private Optional<JsonNode> record(Path file) {
        try {
            JsonNode json = Galley.json(file);
            if (json.isObject()) {
                return Optional.of(json);
            }
            complaints.add("not a JSON object: " + file); // such as an empty file
            return Optional.empty();
        } catch (AssertionError e) {
            complaints.add(e.getMessage());
            return Optional.empty();
        }
    }

    private String statusFromAddress(AcceptedPush push) {
        return galley.status(push.project(), push.commit()).toString();
    }

    private static String badgeWord(Path folder) {
        return new String(bytes(folder.resolve(".status.svg")), StandardCharsets.UTF_8);
    }

    private String words(Path pdf) {
        try {
            return Upstream.run(galley.scratch(), "pdftotext", "-layout", pdf.toString(), "-");
        } catch (AssertionError e) {
            complaints.add(String.valueOf(e.getMessage()));
            return "";
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(Path folder, String ending) {
        return names(folder).filter(name -> name.endsWith(ending)).map(folder::resolve);
    }

    private static Stream<String> names(Path folder) {
        String[] names = folder.toFile().list();
        return names == null ? Stream.empty() : Stream.of(names);
    }

    private void expect(String what, Object wanted, Object found) {
        if (!wanted.equals(found)) {
            complaints.add(what + " is " + found + " instead of " + wanted);
        }
    }
}

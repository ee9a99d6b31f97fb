package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ci.galley.model.CommitHash;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link KilledDaemonTest} relies on: that damage of each kind is seen. */
class AftermathTest {
    private FakeGitHub gitHub;
    private Galley galley;
    private GitDaemon server;
    private Upstream upstream;
    private List<AcceptedPush> pushes;

    @BeforeEach
    void twoBuildsThatAreWell() {
        gitHub = FakeGitHub.start();
        galley = Galley.start("TOKEN", "t0ken", "GITHUB_API", gitHub.address().toString());
        server = GitDaemon.serve(galley.remotes());
        upstream = galley.projectFrom(server, "Maths");
        pushes = List.of(push("One."), push("Two."));
        await().atMost(Galley.PATIENCE)
                .untilAsserted(
                        () -> assertThat(Aftermath.unsettled(galley, pushes)).isEmpty());
        assertThat(complaints()).isEmpty();
    }

    private AcceptedPush push(String words) {
        CommitHash commit = upstream.document(words).commit(words);
        galley.build(upstream, commit);
        return new AcceptedPush(upstream, commit, words, true);
    }

    @AfterEach
    void close() {
        galley.close();
        server.close();
        gitHub.close();
    }

    private List<String> complaints() {
        return Aftermath.complaints(galley, gitHub, pushes);
    }

    private Path file(int push, String name) {
        return Aftermath.folder(galley, pushes.get(push)).resolve(name);
    }

    @Test
    void damagedFileIsComplainedOf() throws IOException {
        byte[] pdf = Files.readAllBytes(file(0, "Document.pdf"));
        byte[] record = Files.readAllBytes(file(0, ".status.json"));
        byte[] badge = Files.readAllBytes(file(0, ".status.svg"));
        assertComplaint(file(0, ".status.json"), half(record), "not JSON");
        assertComplaint(file(0, ".status.json"), Files.readAllBytes(file(1, ".status.json")), "/status is");
        assertComplaint(file(0, ".problems.json"), new byte[0], "not a JSON object");
        assertComplaint(file(0, "Document.pdf"), half(pdf), "is a whole PDF is false");
        assertComplaint(file(0, "Document.pdf"), Files.readAllBytes(file(1, "Document.pdf")), "words is false");
        assertComplaint(galley.output("Maths").resolve("Document.pdf"), pdf, "newest PDF is false");
        assertComplaint(galley.output("Maths").resolve(".status.json"), record, "record that is shown");
        assertComplaint(file(0, ".status.svg"), half(badge), "is not XML");
        assertComplaint(
                file(0, ".status.svg"),
                new String(badge, StandardCharsets.UTF_8)
                        .replace("built", "queued")
                        .getBytes(StandardCharsets.UTF_8),
                "badge is false");
        assertComplaint(file(0, ".log"), new byte[0], "is not empty is false");
    }

    @Test
    void fileTooManyIsComplainedOf() throws IOException {
        assertComplaint(file(0, ".tmp-1"), new byte[1], "left half done");
        assertComplaint(file(0, "Other.pdf"), Files.readAllBytes(file(0, "Document.pdf")), "PDFs is 2");
        assertComplaint(galley.projects().resolve("Maths/.git/index.lock"), new byte[0], "git was left index.lock");
        Files.createDirectory(galley.output("Maths").resolve("0".repeat(40)));
        assertThat(complaints()).anyMatch(complaint -> complaint.contains("builds is"));
    }

    @Test
    void wrongLinkIsComplainedOf() throws IOException {
        Path last = galley.output("Maths").resolve("last");
        Files.delete(last);
        assertThat(complaints()).anyMatch(complaint -> complaint.contains("last is no link"));
        Files.createSymbolicLink(last, Path.of(pushes.get(0).commit().value()));
        assertThat(complaints())
                .anyMatch(complaint ->
                        complaint.contains("last is " + pushes.get(0).commit()));
    }

    @Test
    void wrongEndIsComplainedOf() {
        AcceptedPush first = pushes.get(0);
        List.of("1", "2").forEach(first::cutOff);
        assertThat(complaints()).isEmpty();
        first.cutOff("3");
        assertThat(complaints()).singleElement().asString().contains("state is success instead of error");
        pushes = List.of(new AcceptedPush(upstream, new CommitHash("0".repeat(40)), "Lost.", true), pushes.get(1));
        assertThat(complaints()).anyMatch(complaint -> complaint.startsWith("not there or not JSON"));
    }

    @Test
    void lateCommitStatusIsComplainedOf() {
        URI address = gitHub.address()
                .resolve("/repos/ada/Maths/statuses/" + pushes.get(0).commit());
        galley.send(HttpRequest.newBuilder(address).POST(BodyPublishers.ofString("{\"state\": \"pending\"}")));
        assertThat(complaints()).singleElement().asString().contains("at GitHub is pending instead of success");
    }

    /** Damages a file or makes it, and mends that afterwards. */
    private void assertComplaint(Path file, byte[] content, String complaint) throws IOException {
        Path aside = galley.scratch().resolve("aside");
        boolean existed = Files.exists(file);
        if (existed) {
            Files.move(file, aside); // not overwritten: it may have another name elsewhere
        }
        Files.write(file, content);
        assertThat(complaints()).anyMatch(found -> found.contains(complaint));
        Files.delete(file);
        if (existed) {
            Files.move(aside, file);
        }
        assertThat(complaints()).isEmpty();
    }

    private static byte[] half(byte[] whole) {
        return Arrays.copyOf(whole, whole.length / 2);
    }
}

package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ci.galley.model.CommitHash;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A user removes the clone while its document is typeset. */
@Tag("front-door")
class RemovedCloneTest {
    @Test
    void documentThatIsTypesetWhenTheCloneGoesIsASuccess() {
        try (Galley galley = Galley.start("SANDBOX", "off")) {
            Upstream upstream = galley.project("Maths");
            // A file from later: what the next checkout writes is dated after it, of which git has to take note.
            String future = "utime(time + 60, time + 60, 'Document.tex');\n";
            CommitHash first =
                    upstream.write(".latexmkrc", "END { " + future + " }\n").commit("First");
            assertThat(galley.build(upstream, first).path("state").asText()).isEqualTo("success");
            Path clone = galley.projects().resolve("Maths");
            Path away = galley.scratch().resolve("away");
            CommitHash second = upstream.write(".latexmkrc", "END { rename('%s', '%s'); }\n".formatted(clone, away))
                    .document("Second.")
                    .commit("Second");
            assertThat(galley.push(upstream, second).statusCode()).isEqualTo(202);
            await("the clone's removal").atMost(Galley.PATIENCE).until(() -> Files.exists(away));

            Path folder = galley.output("Maths").resolve(second.value());
            await("the build's end")
                    .atMost(Galley.PATIENCE)
                    .until(() -> !Galley.isOpen(Galley.json(folder.resolve(".status.json"))));
            assertThat(Galley.json(folder.resolve(".status.json")).path("state").asText())
                    .isEqualTo("success");
            assertThat(folder.resolve("Document.pdf")).exists();
        }
    }
}

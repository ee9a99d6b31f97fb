package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.CommitHash;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many pushes at once. */
@Tag("front-door")
class BurstTest {
    @Test
    void fiftyPushesOfTwentyCommitsAreTwentyBuildsAndNoneIsLost() throws Exception {
        try (Galley galley = Galley.start("SECRET", "s3cret")) {
            Upstream upstream = galley.project("Maths");
            List<CommitHash> commits = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                commits.add(upstream.document("Version " + i + ".").commit("Version " + i));
            }
            ExecutorService senders = Executors.newFixedThreadPool(10);
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                CommitHash commit = commits.get(i % 20);
                answers.add(senders.submit(() -> galley.push(upstream, commit)));
            }
            for (Future<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).isIn(200, 202);
            }
            senders.shutdown();
            for (CommitHash commit : commits) {
                assertThat(galley.awaitBuild("Maths", commit).path("state").asText())
                        .isEqualTo("success");
                assertThat(galley.status("Maths", commit).path("attempt").asInt())
                        .isEqualTo(1);
            }
            assertThat(Galley.json(galley.get("/api/Maths")).path("builds")).hasSize(20);
        }
    }
}

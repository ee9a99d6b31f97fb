package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person who logs in once. */
@Tag("front-door")
class PasswordTest {
    @Test
    void loginOutlivesARestart() throws IOException {
        try (Galley galley = Galley.start("PASSWORD", "open sesame")) {
            galley.project("Maths");
            HttpResponse<String> answer = galley.send(HttpRequest.newBuilder(galley.address("/api/login"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"password\": \"open sesame\"}")));
            assertThat(answer.statusCode()).isEqualTo(204);
            String cookie =
                    answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
            assertThat(galley.get("/api/Maths").statusCode()).isEqualTo(401);
            assertThat(galley.get("/api/Maths", "Cookie", cookie).statusCode()).isEqualTo(200);

            galley.restart();
            assertThat(galley.get("/api/Maths", "Cookie", cookie).statusCode()).isEqualTo(200);
            Path key = galley.projects().resolve(".galley.key");
            assertThat(Files.getPosixFilePermissions(key)).isEqualTo(PosixFilePermissions.fromString("rw-------"));

            galley.stop();
            Files.writeString(key, "cut short");
            galley.restart();
            assertThat(galley.get("/api/Maths", "Cookie", cookie).statusCode()).isEqualTo(401);
            assertThat(Files.size(key)).isEqualTo(32);
        }
    }

    @Test
    void withoutPasswordThereIsNoKey() {
        try (Galley galley = Galley.start()) {
            assertThat(galley.projects().resolve(".galley.key")).doesNotExist();
        }
    }
}

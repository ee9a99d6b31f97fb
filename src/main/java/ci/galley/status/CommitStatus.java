package ci.galley.status;

import ci.galley.model.Build;
import ci.galley.model.CommitHash;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What GitHub is told of a commit.
 *
 * @param repository {@code owner/name}
 * @param target where the state leads to; null where Galley has no public address
 */
record CommitStatus(
        String repository,
        CommitHash commit,
        GitHubState state,
        String description,
        @Nullable String target) {
    /** Tells this status from those of other systems. */
    static final String CONTEXT = "galley";

    private static final JsonFactory JSON = new JsonFactory();

    static CommitStatus of(Build build, String repository, @Nullable URI domain) {
        String target = domain == null
                ? null
                : domain.toString().replaceAll("/+$", "") + "/" + build.project() + "/" + build.commit();
        return new CommitStatus(
                repository, build.commit(), GitHubState.of(build.state()), Description.of(build), target);
    }

    /** The body of the request. */
    byte[] json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("state", state.word());
            if (target != null) {
                json.writeStringField("target_url", target);
            }
            json.writeStringField("description", description);
            json.writeStringField("context", CONTEXT);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory cannot fail", e);
        }
        return bytes.toByteArray();
    }
}

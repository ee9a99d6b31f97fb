package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.frontdoor.Arena.Held;
import ci.galley.model.CommitHash;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A commit, or what is told of one, that wants out; and how its build must end. */
final class HostileCommit {
    private static final String ZEROS = "0".repeat(40);

    /**
     * How a build must end.
     *
     * @param states one of them
     * @param reason what the reason has in it
     */
    private record End(List<String> states, String reason) {
        /** A state, or several with {@code |} between them. */
        static End of(String states, String reason) {
            return new End(List.of(states.split("\\|", -1)), reason);
        }
    }

    private final String id;
    private final String says;
    private final Map<String, String> files = new LinkedHashMap<>();
    private End end = End.of("success", "");
    private @Nullable End restricted;
    private boolean afterAGoodBuild;
    private Consumer<Scene> prepare = scene -> {};
    private Function<Scene, CommitHash> commit = scene -> scene.upstream().commit("Fine");
    private Consumer<ObjectNode> payload = push -> {};
    private Consumer<Scene> then = scene -> {};

    private HostileCommit(String id, String says) {
        this.id = id;
        this.says = says;
    }

    /**
     * @param id its number in the list of hostile inputs; variants of one input share it
     * @param says what it tries
     */
    static HostileCommit of(String id, String says) {
        return new HostileCommit(id, says);
    }

    HostileCommit file(String name, String content) {
        files.put(name, content);
        return this;
    }

    HostileCommit document(String body) {
        return file("Document.tex", "\\documentclass{article}\n\\begin{document}\n" + body + "\n\\end{document}\n");
    }

    /** The rest of a {@code .ci.json}. */
    HostileCommit asking(String fields) {
        return file(".ci.json", "{\"language\": \"latex\", " + fields + "}");
    }

    /** What else is done in the author's clone before the commit, or to the daemon's folders. */
    HostileCommit prepare(Consumer<Scene> work) {
        prepare = work;
        return this;
    }

    /** How the commit is made, or which one is pushed instead. */
    HostileCommit pushing(Function<Scene, CommitHash> hostile) {
        commit = hostile;
        return this;
    }

    /** What the push event says otherwise. */
    HostileCommit telling(Consumer<ObjectNode> change) {
        payload = change;
        return this;
    }

    HostileCommit afterAGoodBuild() {
        afterAGoodBuild = true;
        return this;
    }

    HostileCommit ends(String states, String reason) {
        end = End.of(states, reason);
        return this;
    }

    /** Restricted mode promises to withstand it too, and builds end the same way. */
    HostileCommit restrictedToo() {
        restricted = end;
        return this;
    }

    /** Restricted mode promises to withstand it, and builds end that way. */
    HostileCommit restricted(String states, String reason) {
        restricted = End.of(states, reason);
        return this;
    }

    /** What else must be so after the build. */
    HostileCommit then(Consumer<Scene> check) {
        then = check;
        return this;
    }

    String id() {
        return id;
    }

    boolean isPromised(Held held) {
        return held != Held.RESTRICTED || restricted != null;
    }

    /** Commits and pushes it, waits for the end of the build, and returns what the oracle says. */
    List<String> run(Arena arena, Held held) {
        Scene scene = new Scene(arena, arena.unusedName(id));
        if (afterAGoodBuild) {
            arena.galley().build(scene.upstream(), scene.first());
        }
        files.forEach((name, content) -> scene.upstream().write(name, scene.fill(content)));
        prepare.accept(scene);
        scene.commit(commit.apply(scene));
        Oracle oracle = new Oracle(arena, scene.name());
        push(scene);
        JsonNode record = arena.galley().awaitBuild(scene.name(), scene.commit());
        if (held != Held.OFF) {
            assertEnd(record, restricted != null && held == Held.RESTRICTED ? restricted : end);
            then.accept(scene);
        }
        return oracle.complaints(scene.commit());
    }

    private void push(Scene scene) {
        ObjectNode push = Webhook.push(
                scene.upstream().fullName(),
                Upstream.BRANCH,
                ZEROS,
                scene.commit().value());
        payload.accept(push);
        HttpResponse<String> answer = scene.galley().deliver(scene.name(), push);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static void assertEnd(JsonNode record, End wanted) {
        assertThat(record.path("state").asText()).as(record.toString()).isIn(wanted.states());
        assertThat(record.path("reason").asText()).contains(wanted.reason());
        if (!record.path("state").asText().equals("success")) {
            assertThat(record.path("reason").asText()).as("a reason").isNotBlank();
        }
    }

    @Override
    public String toString() {
        return id + " " + says;
    }
}

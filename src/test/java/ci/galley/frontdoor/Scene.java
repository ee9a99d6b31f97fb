package ci.galley.frontdoor;

import ci.galley.model.CommitHash;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One project of an arena, in which one hostile commit is pushed. */
final class Scene {
    private final Arena arena;
    private final Upstream upstream;
    private final CommitHash first;
    private CommitHash commit;

    Scene(Arena arena, String project) {
        this.arena = arena;
        this.upstream = arena.project(project);
        this.first = upstream.head();
        this.commit = first;
    }

    Galley galley() {
        return arena.galley();
    }

    Upstream upstream() {
        return upstream;
    }

    String name() {
        return upstream.name();
    }

    /** The first commit, which is fine. */
    CommitHash first() {
        return first;
    }

    /** The commit that the push is of. */
    CommitHash commit() {
        return commit;
    }

    void commit(CommitHash hostile) {
        commit = hostile;
    }

    /** The record of the build. */
    JsonNode record() {
        return galley().status(name(), commit);
    }

    String log() {
        return galley().get("/api/" + name() + "/" + commit + "/log").body();
    }

    /** The folder in which documents are built. */
    Path work() {
        return galley().output(name()).resolve(".work");
    }

    /** The user's clone. */
    Path usersClone() {
        return galley().projects().resolve(name());
    }

    /** Runs a line of shell in the author's clone, as an author may who speaks no git client's language. */
    String shell(String line) {
        return Upstream.run(upstream.author(), "sh", "-ec", fill(line)).strip();
    }

    /** Makes a symbolic link in the author's clone. */
    void link(String name, String target) {
        try {
            Path link = upstream.author().resolve(name);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, Path.of(fill(target)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills in where things are that a commit is after. */
    String fill(String text) {
        Path outside = arena.outside();
        return text.replace("@MARKER@", outside.resolve("marker").toString())
                .replace("@OUTSIDE@", outside.toString())
                .replace("@SECRET@", outside.resolve("secret.txt").toString())
                .replace("@CLONE@", usersClone().toString())
                .replace("@OTHER@", galley().projects().resolve(Arena.OTHER).toString())
                .replace("@OUTPUT@", galley().output(name()).toString());
    }
}

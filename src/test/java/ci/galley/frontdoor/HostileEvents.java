package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.CommitHash;
import java.net.http.HttpResponse;
import java.util.List;

/** Events that bring a build, but not the one that they seem to; and names of commits, branches and authors. */
final class HostileEvents {
    private static final String UNKNOWN = "1f31488cca82ad562eb9ef7e3e85041ddd29a8ff";
    private static final String SCRIPT = "<img src=x onerror=alert(1)><script>alert(2)</script>";

    private HostileEvents() {}

    static List<HostileCommit> all() {
        return List.of(
                event("w12", "the same delivery twice").then(HostileEvents::deliverAgain),
                event("e07", "no head_commit").telling(push -> push.putNull("head_commit")),
                event("e07", "head_commit is ../../x")
                        .telling(push -> push.putObject("head_commit").put("id", "../../x")),
                event("e07", "head_commit is a command")
                        .telling(push -> push.putObject("head_commit").put("id", "HEAD;touch x")),
                event("e08", "after is a file")
                        .pushing(scene -> object(scene, "HEAD:Document.tex"))
                        .ends("error", "not a commit"),
                event("e08", "after is a folder")
                        .pushing(scene -> object(scene, "HEAD^{tree}"))
                        .ends("error", "not a commit"),
                event("e08", "after is of nothing")
                        .pushing(scene -> new CommitHash(UNKNOWN))
                        .ends("error", "Unknown commit"),
                event("e09", "a commit that was pushed away").pushing(HostileEvents::pushedAway),
                event("e11", "64 characters where commits have 40")
                        .pushing(scene -> new CommitHash(UNKNOWN + UNKNOWN.substring(0, 24)))
                        .ends("error", "40 characters"),
                event("e13", "the parent comes after its child").then(HostileEvents::deliverParent),
                branch("a command", "\\$(touch\\${IFS}@MARKER@)"),
                branch("a hash", UNKNOWN),
                branch("an option", "-x"),
                branch("an option behind what looks like a reference", "refs/heads/--help"),
                event("u01", "a commit that speaks HTML")
                        .pushing(scene -> scene.upstream().commit(SCRIPT + " \u202e\u200b"))
                        .then(HostileEvents::assertTextOnly));
    }

    private static HostileCommit event(String id, String says) {
        return HostileCommit.of(id, says).document("Fine.");
    }

    private static void deliverAgain(Scene scene) {
        HttpResponse<String> answer = scene.galley().push(scene.upstream(), scene.commit());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Galley.json(answer).path("attempt").asInt()).isEqualTo(1);
        assertThat(Galley.json(scene.galley().get("/api/" + scene.name())).path("builds"))
                .hasSize(1);
    }

    private static void deliverParent(Scene scene) {
        assertThat(scene.galley()
                        .build(scene.upstream(), scene.first())
                        .path("state")
                        .asText())
                .isEqualTo("success");
        assertThat(Galley.json(scene.galley().get("/api/" + scene.name() + "/status"))
                        .path("commit")
                        .asText())
                .isEqualTo(scene.commit().value());
    }

    private static CommitHash object(Scene scene, String name) {
        return new CommitHash(scene.upstream().git("rev-parse", name).strip());
    }

    private static CommitHash pushedAway(Scene scene) {
        CommitHash gone = scene.upstream().commit("Gone");
        scene.upstream().git("reset", "--quiet", "--hard", "HEAD~1");
        scene.upstream().document("Here.").commit("Here");
        return gone;
    }

    /** A push to a branch of that name, which the tracked branch's {@code .ci.json} lets in. */
    private static HostileCommit branch(String says, String name) {
        return event("g10", "the name of the branch is " + says)
                .asking("\"main\": \"Document\", \"branches\": [\"*\", \"**\"]")
                .pushing(scene -> {
                    scene.upstream().commit("Let every branch in");
                    Upstream.run(scene.usersClone(), "git", "pull", "--quiet");
                    scene.upstream().document("On the branch.");
                    scene.shell("git add -A; git commit -qm Branch");
                    scene.shell("git push -q origin \"HEAD:refs/heads/" + name
                            + "\" || { git push -q origin HEAD:refs/x;" + " git -C "
                            + scene.upstream().bare() + " update-ref \"refs/heads/" + name + "\" HEAD; }");
                    return scene.upstream().head();
                })
                .telling(push -> push.put("ref", "refs/heads/" + name.replace("\\", "")))
                .then(scene -> assertThat(scene.galley().words("/" + scene.name() + "/" + scene.commit() + "/pdf"))
                        .contains("On the branch."));
    }

    private static void assertTextOnly(Scene scene) {
        assertThat(scene.record().path("message").asText()).startsWith(SCRIPT);
        for (String path : List.of("/", "/" + scene.name(), "/" + scene.name() + "/" + scene.commit())) {
            HttpResponse<String> page = scene.galley().get(path, "Accept", "text/html");
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(page.body()).as(path).doesNotContain("<img src=x", "<script>alert");
        }
    }
}

package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.CommitHash;
import java.util.ArrayList;
import java.util.List;

/** What is hostile in a repository beside the document: g for git's own files, c for {@code .ci.json}. */
final class HostileRepositories {
    private static final String RUN = "touch @MARKER@";

    private HostileRepositories() {}

    static List<HostileCommit> all() {
        List<HostileCommit> all = new ArrayList<>(links());
        all.addAll(gitFiles());
        all.addAll(unreadable());
        all.addAll(wrongMains());
        all.addAll(rightMains());
        return all;
    }

    private static List<HostileCommit> links() {
        return List.of(
                HostileCommit.of("g01", "Document.pdf is a link, and the document is broken")
                        .document("\\undefined")
                        .prepare(scene -> scene.link("Document.pdf", "@SECRET@"))
                        .ends("failure", "Undefined control sequence")
                        .restrictedToo()
                        .then(scene -> assertNoPdf(scene)),
                HostileCommit.of("g01", "Document.pdf is a link")
                        .document("Fine.")
                        .prepare(scene -> scene.link("Document.pdf", "/etc/passwd"))
                        .restrictedToo(),
                HostileCommit.of("g02", "a link into the clone's git folder, and TeX writes to it")
                        .document("\\immediate\\openout3=k.txt \\immediate\\write3{[core] fsmonitor = " + RUN + "}"
                                + "\\immediate\\closeout3 Fine.")
                        .prepare(scene -> scene.link("k.txt", "@CLONE@/.git/config"))
                        .ends("failure", "")
                        .restricted("success", ""),
                HostileCommit.of("g04", "the document is a link")
                        .prepare(scene -> scene.link("Document.tex", "/etc/passwd"))
                        .ends("error", "symbolic link")
                        .restrictedToo(),
                HostileCommit.of("g04", "what the document reads is a link")
                        .document(HostileDocuments.reading("s.txt"))
                        .prepare(scene -> scene.link("s.txt", "@SECRET@"))
                        .restrictedToo());
    }

    private static List<HostileCommit> gitFiles() {
        return List.of(
                submodule("-u./payload"),
                submodule("ext::sh -c '" + RUN + "'"),
                HostileCommit.of("g07", "a filter and a server of large files that are commands")
                        .document("Fine.")
                        .file(".gitattributes", "*.tex filter=evil\n*.bin filter=lfs diff=lfs merge=lfs -text\n")
                        .file(".gitconfig", "[filter \"evil\"]\n\tsmudge = " + RUN + "\n")
                        .file(".lfsconfig", "[lfs]\n\turl = ssh://-oProxyCommand=" + RUN.replace(' ', '+') + "/x\n")
                        .file(
                                "a.bin",
                                "version https://git-lfs.github.com/spec/v1\noid sha256:" + "a".repeat(64)
                                        + "\nsize 12\n")
                        .prepare(scene -> Upstream.run(scene.usersClone(), "git", "lfs", "install", "--local"))
                        .ends("success|error", "")
                        .restrictedToo(),
                HostileCommit.of("g08", "ten files, ten folders, ten times over, on a branch")
                        .asking("\"main\": \"Document\", \"branches\": [\"*\"]")
                        .pushing(scene -> {
                            scene.upstream().commit("Let every branch in");
                            Upstream.run(scene.usersClone(), "git", "pull", "--quiet");
                            return bomb(scene, "bomb");
                        })
                        .telling(push -> push.put("ref", "refs/heads/bomb"))
                        .ends("error", ""),
                HostileCommit.of("g11", "hooks and a monitor in the private checkout's git folder")
                        .document("Fine.")
                        .afterAGoodBuild()
                        .prepare(HostileRepositories::plantHooks),
                HostileCommit.of("g11", "a build makes the checkout a repository with a monitor")
                        .document("Fine.")
                        .file(
                                ".latexmkrc",
                                "system('git init -q . ; git config core.fsmonitor \"" + RUN + "\";"
                                        + " printf \"#!/bin/sh\\n" + RUN + "\" > .git/hooks/post-checkout;"
                                        + " chmod +x .git/hooks/post-checkout');\n")
                        .then(scene -> {
                            CommitHash next = scene.upstream().document("Next.").commit("Next");
                            assertThat(scene.galley()
                                            .build(scene.upstream(), next)
                                            .path("state")
                                            .asText())
                                    .isEqualTo("success");
                        }));
    }

    private static HostileCommit submodule(String address) {
        return HostileCommit.of("g05", "a submodule from " + address)
                .document("Fine.")
                .file(".gitmodules", "[submodule \"sub\"]\n\tpath = sub\n\turl = " + address + "\n")
                .file("payload", "#!/bin/sh\n" + RUN + "\n")
                .prepare(scene -> scene.shell(
                        "chmod +x payload; git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),sub"))
                .pushing(scene -> {
                    scene.shell("git add .ci.json .gitmodules payload Document.tex; git commit -qm Fine");
                    scene.upstream().push();
                    return scene.upstream().head();
                })
                .then(scene -> assertThat(scene.log()).contains("Submodules are not fetched"));
    }

    private static CommitHash bomb(Scene scene, String branch) {
        CommitHash bomb = new CommitHash(scene.shell("""
                object=$(echo x | git hash-object -w --stdin) mode='100644 blob'
                for depth in 1 2 3 4 5 6 7 8 9 10; do
                  object=$(for name in 0 1 2 3 4 5 6 7 8 9; do printf '%s %s\\t%s\\n' "$mode" "$object" "$name"; done | git mktree)
                  mode='040000 tree'
                done
                top=$({ git ls-tree HEAD; printf '040000 tree %s\\tbomb\\n' "$object"; } | git mktree)
                git commit-tree -p HEAD -m Bomb "$top"
                """));
        scene.upstream().git("push", "--quiet", "origin", bomb + ":refs/heads/" + branch);
        return bomb;
    }

    private static void plantHooks(Scene scene) {
        Upstream.run(scene.work(), "sh", "-ec", scene.fill("""
                        for config in $(find . -name config -type f); do
                          git=$(dirname $config)
                          mkdir -p $git/hooks
                          for hook in post-checkout post-index-change reference-transaction; do
                            printf '#!/bin/sh\\ntouch @MARKER@\\n' > $git/hooks/$hook
                            chmod +x $git/hooks/$hook
                          done
                          printf '[core]\\n\\tfsmonitor = touch @MARKER@\\n' >> $config
                        done
                        test -n "$git"
                        """));
    }

    private static void assertNoPdf(Scene scene) {
        for (String path : List.of("/", "/" + scene.commit() + "/")) {
            assertThat(scene.galley().get("/api/" + scene.name() + path + "pdf").statusCode())
                    .isEqualTo(404);
        }
    }

    private static List<HostileCommit> unreadable() {
        return List.of(
                HostileCommit.of("c01", ".ci.json is missing")
                        .prepare(scene -> scene.shell("rm .ci.json"))
                        .ends("error", ".ci.json is missing"),
                HostileCommit.of("c01", ".ci.json is empty")
                        .file(".ci.json", "")
                        .ends("error", ".ci.json"),
                HostileCommit.of("c01", ".ci.json is {")
                        .file(".ci.json", "{")
                        .ends("error", ".ci.json is not valid JSON"),
                HostileCommit.of("c01", ".ci.json is 1 MB of blanks")
                        .file(".ci.json", " ".repeat(1 << 20))
                        .ends("error", ".ci.json has 1048576 bytes"));
    }

    private static List<HostileCommit> wrongMains() {
        List<HostileCommit> all = new ArrayList<>();
        for (String main : List.of("../../x", "/etc/passwd", "a/../../b")) {
            all.add(main("c02", "\"" + main + "\""));
        }
        // what a shell or latexmk would take for a command, restricted mode promises to withstand, too
        all.add(main("c03", "\"`touch marker`\"")
                .file("`touch marker`.tex", "Fine.")
                .restrictedToo());
        all.add(main("c03", "\"$(touch marker)\"").restrictedToo());
        for (String main : List.of("-e=system('" + RUN + "')", "-norc", "--version", "-r evil")) {
            all.add(main("c05", "\"" + main + "\"")
                    .file("evil", "system('" + RUN + "');")
                    .restrictedToo());
        }
        for (String main : List.of("a\\nb", "a\\u0000b", "", ".", "x".repeat(5000))) {
            all.add(main("c06", "\"" + main + "\""));
        }
        for (String main : List.of("[]", "7", "null", "{}")) {
            all.add(main("c06", main));
        }
        return all;
    }

    private static HostileCommit main(String id, String json) {
        String shown = json.length() > 60 ? json.substring(0, 60) + "..." : json;
        return HostileCommit.of(id, "main is " + shown)
                .asking("\"main\": " + json)
                .ends("error", "\"main\"");
    }

    /** No false alarm. */
    private static List<HostileCommit> rightMains() {
        List<HostileCommit> all = new ArrayList<>();
        for (String main : List.of("übung 1", "sub/Document")) {
            all.add(HostileCommit.of("c09", "main is " + main)
                    .asking("\"main\": \"" + main + "\"")
                    .file(main + ".tex", "\\documentclass{article}\\begin{document}Fine.\\end{document}")
                    .restrictedToo());
        }
        return all;
    }
}

package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Hostile documents, and what else the typesetting reads. */
final class HostileDocuments {
    private static final String RUN = "touch @MARKER@";

    private HostileDocuments() {}

    static List<HostileCommit> all() {
        List<HostileCommit> all = new ArrayList<>(commands());
        all.addAll(reads());
        all.addAll(writes());
        all.add(lua());
        all.addAll(runaways());
        return all;
    }

    /** TeX that shows the first line of a file in the log and on the page. */
    static String reading(String file) {
        return "\\newread\\f\\openin\\f=" + file + " \\ifeof\\f\\typeout{CANNOT-READ}\\else\\typeout{HAS-READ}"
                + "{\\endlinechar=-1 \\readline\\f to\\x\\typeout{\\x}\\texttt{\\x}}\\fi Fine.";
    }

    private static List<HostileCommit> commands() {
        List<HostileCommit> all = new ArrayList<>();
        for (String name : List.of("latexmkrc", ".latexmkrc")) {
            all.add(HostileCommit.of("t01", name + " runs a command")
                    .document("Fine.")
                    .file(name, "system('" + RUN + "; cat @SECRET@ /proc/[0-9]*/environ');\n")
                    .restrictedToo());
        }
        all.add(HostileCommit.of("t02", "\\write18 runs a command")
                .document("\\immediate\\write18{" + RUN + "}Fine.")
                .restrictedToo());
        all.add(HostileCommit.of("t02", "\\write18 where .ci.json asks for shell escape")
                .asking("\"main\": \"Document\", \"shellEscape\": true")
                .document("\\immediate\\write18{" + RUN + "; cat @SECRET@ /proc/[0-9]*/environ}Fine.")
                .restrictedToo());
        all.add(HostileCommit.of("t03", "\\input of a pipe")
                .document("\\input{|\"" + RUN + "\"}Fine.")
                .ends("failure", "")
                .restrictedToo());
        return all;
    }

    private static List<HostileCommit> reads() {
        List<HostileCommit> all = new ArrayList<>();
        for (String file :
                List.of("/proc/self/environ", "@SECRET@", "@OTHER@/Document.tex", "/etc/passwd", "/etc/hostname")) {
            all.add(HostileCommit.of("t04", "TeX reads " + file)
                    .document(reading(file))
                    .restrictedToo()
                    .then(file.startsWith("/proc") ? scene -> {} : HostileDocuments::assertCannotRead));
        }
        all.add(HostileCommit.of("t04", "\\input{/etc/hostname}")
                .document("\\input{/etc/hostname}")
                .ends("failure", "not found")
                .restrictedToo());
        return all;
    }

    private static void assertCannotRead(Scene scene) {
        assertThat(scene.log()).contains("CANNOT-READ").doesNotContain("HAS-READ");
    }

    private static List<HostileCommit> writes() {
        List<HostileCommit> all = new ArrayList<>();
        for (String file : List.of("../../x", "../../../x", "@MARKER@", "@SECRET@", "@CLONE@/.git/config")) {
            all.add(HostileCommit.of("t06", "TeX writes to " + file)
                    .document("\\batchmode" + writing(file, "x") + "Fine.")
                    .ends("success|failure", "")
                    .restrictedToo());
        }
        for (String file : List.of(".status.json", ".status.svg", "../../.status.json")) {
            all.add(HostileCommit.of("t06", "TeX writes to " + file)
                    .document("\\batchmode" + writing(file, "forged") + "Fine.")
                    .ends("success|failure", "")
                    .restrictedToo()
                    .then(HostileDocuments::assertNotForged));
        }
        all.add(HostileCommit.of("t07", "TeX writes HTML into the PDF")
                .document(writing("Document.pdf", "<script>alert(1)</script>") + "\\batchmode\\csname @@end\\endcsname")
                .ends("failure", "")
                .restrictedToo()
                .then(HostileDocuments::assertNoPdf));
        return all;
    }

    private static String writing(String file, String text) {
        return "\\immediate\\openout3=" + file + " \\immediate\\write3{" + text + "}\\immediate\\closeout3 ";
    }

    private static void assertNotForged(Scene scene) {
        String place = "/api/" + scene.name() + "/" + scene.commit();
        assertThat(Galley.json(scene.galley().get(place + "/status"))
                        .path("commit")
                        .asText())
                .isEqualTo(scene.commit().value());
        assertThat(scene.galley().get(place + "/svg").body()).startsWith("<svg").doesNotContain("forged");
        assertThat(Galley.json(scene.galley().output(scene.name()).resolve("last/.status.json"))
                        .path("commit")
                        .asText())
                .isEqualTo(scene.commit().value());
    }

    private static void assertNoPdf(Scene scene) {
        assertThat(scene.galley()
                        .get("/api/" + scene.name() + "/" + scene.commit() + "/pdf")
                        .statusCode())
                .isEqualTo(404);
    }

    /** Each on its own may fail, and the next is tried: in one document, since LuaLaTeX is slow to start. */
    private static HostileCommit lua() {
        List<String> attacks = List.of(
                "os.execute('" + RUN + "')",
                "io.popen('" + RUN + "'):close()",
                "io.open('@MARKER@', 'w'):write('x')",
                "io.open('@SECRET@', 'w'):write('x')",
                "io.open('@CLONE@/.git/config', 'w'):write('x')",
                "texio.write_nl(io.open('@SECRET@'):read('*a'))",
                "for p in lfs.dir('/proc') do local f = io.open('/proc/' .. p .. '/environ')"
                        + " if f then texio.write_nl(f:read('*a')) end end",
                "texio.write_nl(os.getenv('TOKEN'))",
                "os.remove('@SECRET@')",
                "os.rename('@SECRET@', 'stolen.txt')",
                "lfs.link('@SECRET@', 'Document.pdf', true)",
                "lfs.mkdir('@MARKER@')",
                "local ffi = require('ffi') ffi.cdef('int system(const char *c);') ffi.C.system('" + RUN + "')",
                "require('socket').connect('127.0.0.1', 22)");
        StringBuilder tex = new StringBuilder();
        attacks.forEach(attack -> tex.append("\\directlua{pcall(function() ")
                .append(attack)
                .append(" end) attempts = (attempts or 0) + 1}\n"));
        tex.append("\\directlua{texio.write_nl('attempts: ' .. attempts)}\n");
        return HostileCommit.of("t09", "Lua: " + attacks.size() + " ways out")
                .asking("\"main\": \"Document\", \"engine\": \"lualatex\", \"shellEscape\": true")
                .file("Document.tex", tex + "\\documentclass{article}\\begin{document}Fine.\\end{document}\n")
                .ends("success|failure", "")
                .restricted("error", "bubblewrap")
                .then(scene -> assertThat(
                                scene.log() + scene.record().path("reason").asText())
                        .containsAnyOf("attempts: " + attacks.size(), "bubblewrap"));
    }

    private static List<HostileCommit> runaways() {
        return List.of(
                HostileCommit.of("t11", "TeX that never ends")
                        .asking("\"main\": \"Document\", \"timeout\": \"2s\"")
                        .document("\\def\\x{\\x}\\x")
                        .ends("failure", "2 s")
                        .restrictedToo(),
                HostileCommit.of("t11", "daemons that leave their parent")
                        .asking("\"main\": \"Document\", \"timeout\": \"2s\"")
                        .document("\\def\\x{\\x}\\x")
                        .file(".latexmkrc", "system('env -i setsid sleep 600 &') for 1..9;\n")
                        .ends("failure", "2 s"),
                HostileCommit.of("t12", "TeX that writes without end")
                        .asking("\"main\": \"Document\", \"timeout\": \"3s\"")
                        .document("\\def\\s{" + "x".repeat(70) + "}\\def\\x{\\message{\\s\\s\\s\\s}\\x}\\x")
                        .ends("failure", "3 s")
                        .restrictedToo()
                        .then(HostileDocuments::assertDiskIsBack),
                HostileCommit.of("t14", "TeX that asks the terminal")
                        .document("\\scrollmode\\undefined\\read16 to\\y")
                        .ends("failure", "")
                        .restrictedToo(),
                HostileCommit.of("t17", "broken after a good one")
                        .document("\\undefined")
                        .afterAGoodBuild()
                        .ends("failure", "Undefined control sequence")
                        .restrictedToo()
                        .then(scene -> {
                            assertNoPdf(scene);
                            assertThat(scene.galley()
                                            .get("/api/" + scene.name() + "/svg")
                                            .body())
                                    .contains("failed");
                        }),
                HostileCommit.of("u02", "a log that speaks HTML and to terminals")
                        .document("\\typeout{<script>alert(1)</script>^^1b]8;;javascript:alert(1)^^1b\\string\\^^0d"
                                + "x".repeat(1000) + "}Fine.")
                        .then(HostileDocuments::assertPlainText));
    }

    private static void assertDiskIsBack(Scene scene) {
        Path output = scene.galley().output(scene.name());
        long bytes = LiveFiles.look(
                output,
                files -> files.filter(Files::isRegularFile)
                        .mapToLong(file -> file.toFile().length())
                        .sum());
        assertThat(bytes).isLessThan(32 << 20);
        assertThat(output.resolve(scene.commit() + "/.log").toFile().length()).isBetween(1L, 4L << 20);
    }

    private static void assertPlainText(Scene scene) {
        var log = scene.galley().get("/api/" + scene.name() + "/log", "Accept", "text/html");
        assertThat(log.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(log.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
}

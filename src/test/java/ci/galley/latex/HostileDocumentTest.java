package ci.galley.latex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ci.galley.model.CiConfig;
import ci.galley.model.Engine;
import ci.galley.model.Shortcut;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Documents that want out. The oracle: nothing beside the checkout and its cache changes, no canary is in what a build makes
 * or says, nothing runs on.
 */
class HostileDocumentTest {
    private static final String CANARY = "CANARY" + UUID.randomUUID().toString().replace("-", "");

    private static final Duration SHORT = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    private Path outside;
    private Path secret;
    private String word;
    private Map<String, String> before = Map.of();

    /** What is built in which mode. */
    enum Held {
        BWRAP,
        RESTRICTED
    }

    @BeforeEach
    void plant() throws IOException {
        outside = Files.createDirectories(folder.resolve("outside"));
        secret = Files.writeString(outside.resolve("secret.txt"), CANARY);
        word = "survivor" + UUID.randomUUID().toString().replace("-", "");
    }

    @AfterEach
    void nothingRunsOn() {
        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(Survivors.with(word)).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"BWRAP,latexmkrc", "BWRAP,.latexmkrc", "RESTRICTED,latexmkrc", "RESTRICTED,.latexmkrc"})
    void latexmkrcRunsInTheSandboxOnly(Held held, String name) throws Exception {
        Desk desk = desk(held)
                .document("Fine.")
                .write(name, "$pdf_mode = 1; system('touch inside; touch " + outside + "/marker');");
        Typeset typeset = desk.build();
        assertThat(typeset.ok()).as(desk.log()).isTrue();
        assertThat(Files.exists(desk.file("inside"))).isEqualTo(held == Held.BWRAP);
        assertThat(desk.said.toString().contains("latexmkrc is ignored")).isEqualTo(held == Held.RESTRICTED);
        assertHeld(desk);
    }

    @ParameterizedTest
    @EnumSource(Held.class)
    void shellEscapeReachesNothingOutside(Held held) throws Exception {
        Desk desk = desk(held)
                .document("\\immediate\\write18{touch inside; touch " + outside + "/marker}Fine."
                        + "\\openin5=\"|touch " + outside + "/marker\" \\closein5");
        assertThat(desk.build().ok()).as(desk.log()).isTrue();
        assertThat(desk.file("inside")).doesNotExist();
        Typeset escaped = desk.build(Desk.shellEscape("Document"));
        assertThat(escaped.ok()).as(desk.log()).isTrue();
        assertThat(Files.exists(desk.file("inside"))).isEqualTo(held == Held.BWRAP);
        assertThat(desk.said.toString().contains("\"shellEscape\" is ignored")).isEqualTo(held == Held.RESTRICTED);
        assertHeld(desk);
    }

    @ParameterizedTest
    @EnumSource(Held.class)
    void pipeForInputRunsNothing(Held held) throws Exception {
        Desk desk = desk(held).document("\\input{|\"touch " + outside + "/marker; touch inside\"}");
        desk.build();
        assertThat(desk.file("inside")).doesNotExist();
        assertHeld(desk);
    }

    @ParameterizedTest
    @CsvSource({
        "BWRAP,/proc/self/environ",
        "RESTRICTED,/proc/self/environ",
        "BWRAP,SECRET",
        "RESTRICTED,SECRET",
        "BWRAP,/etc/hostname",
        "RESTRICTED,/etc/hostname",
        "BWRAP,/etc/passwd",
        "RESTRICTED,/etc/passwd",
        "BWRAP,../../outside/secret.txt",
        "RESTRICTED,../../outside/secret.txt"
    })
    void filesOfTheMachineCannotBeRead(Held held, String file) throws Exception {
        Desk desk = desk(held).document(reading(file.replace("SECRET", secret.toString())));
        desk.build();
        assertThat(desk.log()).doesNotContain("root:x:0:0");
        if (!file.startsWith("/proc")) {
            assertThat(desk.log()).contains("CANNOT-READ").doesNotContain("HAS-READ");
        }
        assertHeld(desk);
    }

    @ParameterizedTest
    @EnumSource(Held.class)
    void filesOutsideTheCheckoutCannotBeWritten(Held held) throws Exception {
        Desk desk = desk(held)
                .document("\\def\\put#1{\\immediate\\openout3=#1\\immediate\\write3{x}\\immediate\\closeout3}"
                        + "\\batchmode\\put{../marker}\\put{../../marker}\\put{/tmp/" + word + "}\\put{" + outside
                        + "/marker}\\put{" + secret + "}Fine.");
        desk.build();
        assertThat(Path.of("/tmp", word)).doesNotExist();
        assertHeld(desk);
    }

    @ParameterizedTest
    @EnumSource(Held.class)
    void htmlIsNoPdf(Held held) throws Exception {
        Desk desk = desk(held)
                .document("\\immediate\\openout3=Document.pdf\\immediate\\write3{<script>alert(1)</script>}"
                        + "\\immediate\\closeout3\\batchmode\\csname @@end\\endcsname");
        Typeset typeset = desk.build();
        assertThat(typeset.ok()).isFalse();
        assertThat(typeset.pdf()).isNull();
        assertHeld(desk);
    }

    @Test
    void pdfThatIsHalfOrALinkIsNoPdf() throws Exception {
        Desk desk = desk(Held.BWRAP)
                .document("Fine.")
                .write(
                        "latexmkrc",
                        "$pdf_mode = 1;" + "$success_cmd = 'mv Document.pdf whole.pdf; ln -s whole.pdf Document.pdf';");
        Typeset link = desk.build();
        assertThat(link.ok()).isFalse();
        assertThat(link.pdf()).isNull();
        desk.write("latexmkrc", "$pdf_mode = 1; $success_cmd = 'truncate -s 900 Document.pdf';");
        assertThat(desk.build().reason()).isEqualTo("Document.pdf is not a whole PDF");
        desk.write("latexmkrc", "$pdf_mode = 1; $success_cmd = 'rm Document.pdf; mkfifo Document.pdf';");
        assertThat(desk.build().ok()).isFalse();
    }

    @Test
    void linksForAuxiliaryFilesAreNotKept() throws Exception {
        Desk desk = desk(Held.BWRAP)
                .document("Fine.")
                .write(
                        "latexmkrc",
                        "$pdf_mode = 1; $success_cmd = "
                                + "'for f in aux log; do rm -f Document.$$f; ln -s " + secret + " Document.$$f; done';"
                                + "$success_cmd =~ s/\\$\\$/\\$/g;");
        Typeset typeset = desk.build();
        assertThat(Files.isSymbolicLink(desk.file("Document.log")))
                .as(desk.log())
                .isTrue();
        assertThat(typeset.kept()).isEmpty();
        assertHeld(desk);
    }

    @Test
    void luaReachesNothingOutside() throws Exception {
        String[] attacks = {
            "os.execute('touch OUT/marker')",
            "io.popen('touch OUT/marker'):close()",
            "io.open('OUT/marker','w'):write('x')",
            "io.open('OUT/secret.txt','w'):write('x')",
            "io.open('../marker','w'):write('x')",
            "texio.write_nl(io.open('OUT/secret.txt'):read('*a'))",
            "texio.write_nl(io.open('/proc/self/environ'):read('*a'))",
            "texio.write_nl(os.getenv('TOKEN'))",
            "os.remove('OUT/secret.txt')",
            "os.rename('OUT/secret.txt', 'stolen.txt')",
            "lfs.link('OUT/secret.txt', 'Document.pdf', true)",
            "lfs.mkdir('OUT/marker')",
            "local ffi = require('ffi') ffi.cdef('int system(const char *c);') ffi.C.system('touch OUT/marker')",
            "for _, p in ipairs({1, 2, 3}) do local f = io.open('/proc/'..p..'/environ') "
                    + "if f then texio.write_nl(f:read('*a')) end end"
        };
        StringBuilder body = new StringBuilder("Fine.");
        for (String attack : attacks) {
            body.append("\n\\directlua{pcall(function() ")
                    .append(attack.replace("OUT", outside.toString()))
                    .append(" end) attempts = (attempts or 0) + 1}");
        }
        body.append("\n\\directlua{texio.write_nl('attempts ' .. attempts)}");
        Desk desk = desk(Held.BWRAP).document(body.toString());
        CiConfig config = new CiConfig(
                CiConfig.Language.LATEX,
                "Document",
                Engine.LUALATEX,
                null,
                List.of(),
                true,
                Shortcut.ALL,
                null,
                List.of());
        desk.build(config);
        assertThat(desk.log()).contains("attempts " + attacks.length);
        assertHeld(desk);
    }

    @Test
    void luaLatexIsRefusedWhereThereIsNoSandbox() throws Exception {
        Desk desk = desk(Held.RESTRICTED).write("Document.tex", "% !TeX program = lualatex\n" + Desk.article("x"));
        assertThatThrownBy(() -> desk.tryBuild(Desk.config("Document"), Desk.PATIENCE))
                .hasMessageContaining("apt install bubblewrap");
    }

    @ParameterizedTest
    @EnumSource(Held.class)
    void fileNamesAreNoCommands(Held held) throws Exception {
        String name = "`>inside`"; // with chapterbib, latexmk hands it to a shell: bibtex "`>inside`.aux"
        Desk desk = desk(held)
                .write(
                        "Document.tex",
                        "\\documentclass{article}\\usepackage{chapterbib}\\begin{document}\\include{" + name
                                + "}\\end{document}")
                .write(name + ".tex", "\\cite{a}\\bibliographystyle{plain}\\bibliography{refs}")
                .write("refs.bib", "@book{a, author={A}, title={T}, publisher={P}, year=1984}");
        if (held == Held.RESTRICTED) {
            assertThatThrownBy(() -> desk.tryBuild(Desk.config("Document"), Desk.PATIENCE))
                    .hasMessageContaining("could be taken for a command");
        } else {
            desk.build();
            assertThat(desk.file("inside"))
                    .as("the attack is real: it is only held in")
                    .exists();
        }
        assertHeld(desk);
    }

    @Test
    void linksLeadNowhere() throws Exception {
        Desk desk = desk(Held.BWRAP).document(reading("s.txt"));
        Files.createSymbolicLink(desk.file("s.txt"), secret);
        Files.createSymbolicLink(desk.file("k.txt"), secret);
        desk.build();
        assertThat(desk.log()).contains("CANNOT-READ");
        assertHeld(desk);
        desk.document("\\immediate\\openout3=k.txt \\immediate\\write3{x}\\immediate\\closeout3");
        assertThat(desk.build().ok()).isFalse();
        assertHeld(desk);
        assertThat(desk.sandbox().allowsLinks()).isTrue();
        assertThat(desk(Held.RESTRICTED).sandbox().allowsLinks()).isFalse();
    }

    @Test
    void linkOutOfTheCheckoutIsNoDocumentAndNoFolder() throws Exception {
        Desk desk = desk(Held.BWRAP);
        Files.writeString(outside.resolve("Document.tex"), Desk.article(CANARY));
        Files.writeString(outside.resolve("Document.pdf"), CANARY);
        Files.createSymbolicLink(desk.file("Linked.tex"), outside.resolve("Document.tex"));
        Files.createSymbolicLink(desk.file("sub"), outside);
        remember(desk);
        for (String main : new String[] {"Linked", "sub/Document"}) {
            assertThatThrownBy(() -> desk.tryBuild(Desk.config(main), Desk.PATIENCE))
                    .hasMessageContaining("leads out of the repository");
        }
        assertHeld(desk);
    }

    @Test
    void folderThatABuildMakesALinkOfIsNotFollowed() throws Exception {
        Desk desk = desk(Held.BWRAP)
                .write("sub/Document.tex", Desk.article("Fine."))
                .write(
                        "sub/latexmkrc",
                        "$pdf_mode = 1; $success_cmd = 'cd ..; mv sub away; ln -s " + outside + " sub';");
        Files.writeString(outside.resolve("Document.pdf"), "%PDF-1.5 " + CANARY + " %%EOF");
        remember(desk);
        assertThatThrownBy(() -> desk.tryBuild(Desk.config("sub/Document"), Desk.PATIENCE))
                .hasMessageContaining("has replaced the folder");
        assertHeld(desk);
    }

    @Test
    void sandboxShowsNothingOfTheMachine() throws Exception {
        Desk desk = desk(Held.BWRAP)
                .document("Fine.")
                .write(
                        "latexmkrc",
                        "$pdf_mode = 1; system('(ls / /etc /home /root /var; env; hostname; ls /sys /proc; "
                                + "cat /etc/hostname /etc/passwd /proc/[0-9]*/environ; echo end-of-look) > look.txt 2>&1');"
                                + "system('cat /proc/net/route > net.txt; for f in / /usr /etc /dev /proc/sys/vm/swappiness "
                                + "/proc/sys/kernel/core_pattern; do test -w $f && echo $f; done > writable.txt');");
        assertThat(desk.build().ok()).as(desk.log()).isTrue();
        assertThat(desk.file("look.txt"))
                .content(StandardCharsets.ISO_8859_1)
                .contains("end-of-look")
                .doesNotContain("root:x:0:0", outside.toString(), "GALLEY_BUILD")
                .doesNotContainPattern("(?m)^" + InetAddress.getLocalHost().getHostName() + "$");
        assertThat(desk.file("net.txt")).content().hasLineCount(1); // the heading
        assertThat(desk.file("writable.txt")).as("not even by root").isEmptyFile();
        assertHeld(desk);
    }

    @Test
    void sandboxHasNoNetwork() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String connect = "use IO::Socket::INET; $s = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => "
                    + server.getLocalPort()
                    + ", Timeout => 2); open(my $f, '>', 'net.txt'); print $f $s ? 'open' : 'shut';"
                    + "close($f); $pdf_mode = 1;";
            Desk desk = desk(Held.BWRAP).document("Fine.").write("latexmkrc", connect);
            desk.build();
            assertThat(desk.file("net.txt")).content().isEqualTo("shut");
            desk.with(Desk.sandbox(SandboxMode.OFF, System.getenv())).build();
            assertThat(desk.file("net.txt")).as("the oracle can fail").content().isEqualTo("open");
        }
    }

    @ParameterizedTest
    @EnumSource(Held.class)
    void endlessLoopEndsAtTheLimit(Held held) throws Exception {
        Desk desk = desk(held).write(word + ".tex", Desk.article("\\def\\x{\\x}\\x"));
        Typeset typeset = desk.build(Desk.config(word), Duration.ofSeconds(2));
        assertThat(typeset.reason()).contains("took longer than 2 seconds");
        assertThat(Survivors.with(word)).isEmpty();
        assertHeld(desk);
    }

    @ParameterizedTest
    @EnumSource(Held.class)
    void flowOfWordsEndsAtTheLimitAndGivesTheDiskBack(Held held) throws Exception {
        Desk desk = desk(held)
                .listener(OutputStream.nullOutputStream())
                .write(
                        word + ".tex",
                        "\\newwrite\\f\\immediate\\openout\\f=flood.txt \\def\\s{xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}"
                                + "\\def\\x{\\message{\\s\\s\\s\\s}\\immediate\\write\\f{\\s\\s\\s\\s}\\x}\\x");
        Typeset typeset = desk.build(Desk.config(word), SHORT);
        assertThat(typeset.reason()).contains("took longer than 3 seconds");
        try (Stream<Path> files = Files.walk(desk.sources)) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThan(16 << 20);
        }
        assertThat(typeset.kept()).contains(desk.file(word + ".log"));
        assertHeld(desk);
    }

    @ParameterizedTest
    @EnumSource(Held.class)
    void questionToTheTerminalEnds(Held held) throws Exception {
        Desk desk = desk(held).document("\\scrollmode\\undefined\\read16 to\\y");
        assertThat(desk.build(Desk.config("Document"), Duration.ofSeconds(30)).reason())
                .isNotNull()
                .doesNotContain("took longer");
        assertHeld(desk);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BWRAP", "OFF"})
    void daemonsThatABuildStartsEndWithIt(String mode) throws Exception {
        Desk desk = new Desk(folder, SandboxMode.valueOf(mode))
                .document("\\def\\x{\\x}\\x")
                .write(
                        "latexmkrc",
                        "use POSIX; $pdf_mode = 1; for (1..20) { unless (fork) { POSIX::setsid(); "
                                + "unless (fork) { exec('perl', '-e', 'sleep 600', '" + word + "'); } exit; } }");
        Typeset stopped = desk.build(Desk.config("Document"), Duration.ofSeconds(2));
        assertThat(stopped.reason()).contains("took longer than 2 seconds");
        assertThat(Survivors.with(word)).isEmpty();
        desk.document("Fine.");
        assertThat(desk.build().ok()).as(desk.log()).isTrue();
        assertThat(Survivors.with(word)).as("nor do they outlive a success").isEmpty();
    }

    @Test
    void buildThatForbidsItsOwnFoldersIsMended() throws Exception {
        Desk desk = desk(Held.BWRAP)
                .document("Fine.")
                .write("sub/inner/file.txt", "x")
                .write(
                        "latexmkrc",
                        "$pdf_mode = 1; $success_cmd = 'rm .galley-built; chmod 000 sub/inner sub /cache /build';");
        assertThat(desk.build().ok()).as(desk.log()).isTrue();
        for (Path mended :
                new Path[] {desk.file(""), desk.file("sub"), desk.file("sub/inner"), desk.work.resolve("cache")}) {
            assertThat(Files.getPosixFilePermissions(mended)).hasSizeGreaterThanOrEqualTo(3);
        }
        desk.document("\\undefined").write("latexmkrc", "$pdf_mode = 1; $failure_cmd = 'rm .galley-built';");
        assertThat(desk.build().reason()).contains("Undefined control sequence");
    }

    @Test
    void fileThatGrowsTooLargeIsNamed() throws Exception {
        Desk desk = desk(Held.BWRAP);
        Limits limits = Limits.ofThisMachine(Path.of("/usr/bin/prlimit"));
        desk.with(desk.sandbox().limited(new Limits(limits.prlimit(), limits.addressSpaceBytes(), 40L << 20)))
                .document("\\newwrite\\f\\immediate\\openout\\f=flood.txt \\def\\x{\\immediate\\write\\f{"
                        + "x".repeat(70) + "}\\x}\\x");
        Typeset typeset = desk.build();
        assertThat(typeset.reason()).isEqualTo("flood.txt grew over 40 MiB, and the build was stopped");
        assertThat(desk.file("flood.txt")).doesNotExist();
        assertThat(desk.said.toString()).contains("Removed flood.txt (40 MiB), which the failed build left");
    }

    @Test
    void memoryIsLimited() throws Exception {
        Desk desk = desk(Held.BWRAP);
        Limits limits = Limits.ofThisMachine(Path.of("/usr/bin/prlimit"));
        desk.with(desk.sandbox().limited(new Limits(limits.prlimit(), 1L << 30, limits.fileBytes())))
                .document("\\directlua{t = {} while true do table.insert(t, string.rep('x', 10000000)) end}");
        Typeset typeset = desk.build(Desk.config("Document", Engine.LUALATEX), Duration.ofSeconds(60));
        assertThat(typeset.reason()).isNotNull().doesNotContain("took longer");
        assertThat(desk.log()).contains("not enough memory");
    }

    @Test
    void withoutASandboxTheOracleFails() throws Exception {
        Desk desk = new Desk(folder, SandboxMode.OFF)
                .document("\\immediate\\write18{touch " + outside + "/marker}" + reading(secret.toString()))
                .write(".latexmkrc", "$pdf_mode = 1; system('touch " + outside + "/configured');");
        remember(desk);
        assertThat(desk.build(Desk.shellEscape("Document")).ok()).as(desk.log()).isTrue();
        assertThat(outside.resolve("marker")).exists();
        assertThat(outside.resolve("configured")).exists();
        assertThat(desk.log()).contains("HAS-READ", CANARY);
        assertThatThrownBy(() -> assertHeld(desk)).isInstanceOf(AssertionError.class);
    }

    @Test
    void evenWithoutASandboxOurSecretsAreNotHandedOn() throws Exception {
        Desk desk = withSecrets(new Desk(folder, SandboxMode.OFF))
                .document("Fine.")
                .write("latexmkrc", "$pdf_mode = 1; system('env');");
        assertThat(desk.build().ok()).isTrue();
        assertThat(desk.log()).contains("HOME=").doesNotContain(CANARY);
    }

    private Desk desk(Held held) throws IOException {
        Desk desk = switch (held) {
            case BWRAP -> new Desk(folder, SandboxMode.BWRAP);
            case RESTRICTED -> Desk.restricted(folder);
        };
        remember(withSecrets(desk));
        return desk;
    }

    private static Desk withSecrets(Desk desk) {
        return desk.variable("TOKEN", CANARY).variable("SECRET", CANARY).variable("PASSWORD", CANARY);
    }

    /** TeX that shows a file's first lines in the log and on the page. */
    private static String reading(String file) {
        return "\\newread\\f\\openin\\f=" + file + " \\ifeof\\f\\typeout{CANNOT-READ}\\else\\typeout{HAS-READ}"
                + "{\\endlinechar=-1 \\catcode`\\_=12 \\catcode`\\^=12 \\readline\\f to\\x\\typeout{\\x}\\detokenize\\expandafter{\\x}}\\fi Fine.";
    }

    private void remember(Desk desk) throws IOException {
        before = stateOutside(desk);
    }

    private void assertHeld(Desk desk) throws IOException {
        assertThat(stateOutside(desk)).isEqualTo(before);
        assertThat(desk.log()).doesNotContain(CANARY);
        try (Stream<Path> files = Files.walk(desk.sources)) {
            for (Path file : files.filter(PlainFiles::isPlain).toList()) {
                if (file.toString().endsWith(".pdf") && PdfFile.isWhole(file)) {
                    assertThat(Desk.words(file)).doesNotContain(CANARY);
                } else {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain(CANARY);
                }
            }
        }
    }

    /** Every file but those of the checkout, of the cache and of the memory, with its content. */
    private Map<String, String> stateOutside(Desk desk) throws IOException {
        Map<String, String> state = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> !path.startsWith(desk.sources)
                            && !path.startsWith(desk.work.resolve("cache"))
                            && !path.startsWith(desk.work.resolve("home"))
                            && !path.startsWith(desk.work.resolve("latexmk")))
                    .toList()) {
                boolean plain = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
                state.put(file.toString(), plain ? Files.readString(file) : "");
            }
        }
        return state;
    }
}

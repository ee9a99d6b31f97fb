package ci.galley.latex;

import ci.galley.model.BuildException;
import ci.galley.model.CiConfig;
import ci.galley.model.Engine;
import ci.galley.model.Shortcut;
import ci.galley.support.process.Command;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import ci.galley.support.process.ProgramMissingException;
import ci.galley.support.process.Transcript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A project's private folder with a checkout in it, and a typesetter beside it: what tests write their documents on. */
final class Desk {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    /** The first commit of the predecessor was that month: never today. */
    static final Instant COMMITTED = Instant.parse("2017-09-03T08:00:00Z");

    private static final Processes PROCESSES = new Processes();

    private static final Map<SandboxMode, Sandbox> USUAL = new ConcurrentHashMap<>();

    final Path work;
    final Path sources;
    final StringBuilder said = new StringBuilder();
    final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private Sandbox sandbox;
    private Map<String, String> environment = new HashMap<>(System.getenv());
    private OutputStream listener = output;

    Desk(Path folder, SandboxMode mode) {
        this.work = folder.resolve("work");
        this.sources = work.resolve("src");
        this.sandbox = USUAL.computeIfAbsent(mode, wish -> sandbox(wish, System.getenv()));
        try {
            Files.createDirectories(sources);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Sandbox sandbox(SandboxMode mode, Map<String, String> environment) {
        try {
            return Sandbox.choose(mode, PROCESSES, List.of(), environment);
        } catch (SandboxMissingException e) {
            throw new AssertionError("these tests need a bubblewrap that works: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A desk on which bubblewrap is missing. */
    static Desk restricted(Path folder) {
        Desk desk = new Desk(folder, SandboxMode.OFF);
        desk.sandbox = sandbox(SandboxMode.AUTO, Map.of("PATH", PathWithout.program("bwrap")));
        return desk;
    }

    Desk with(Sandbox other) {
        this.sandbox = other;
        return this;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    Desk variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Desk listener(OutputStream other) {
        this.listener = other;
        return this;
    }

    Path file(String name) {
        return sources.resolve(name);
    }

    Desk write(String name, String content) {
        return write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    Desk write(String name, byte[] content) {
        try {
            Files.createDirectories(Objects.requireNonNull(file(name).getParent()));
            Files.write(file(name), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code Document.tex}: an article with that body. */
    Desk document(String body) {
        return write("Document.tex", article(body));
    }

    static String article(String body) {
        return "\\documentclass{article}\n\\begin{document}\n" + body + "\n\\end{document}\n";
    }

    Typeset build() {
        return build(config("Document"));
    }

    Typeset build(CiConfig config) {
        return build(config, PATIENCE);
    }

    Typeset build(CiConfig config, Duration limit) {
        try {
            return tryBuild(config, limit);
        } catch (BuildException e) {
            throw new AssertionError(e.reason() + "\n" + said + output.toString(StandardCharsets.UTF_8), e);
        }
    }

    Typeset tryBuild(CiConfig config, Duration limit) throws BuildException {
        said.setLength(0);
        output.reset();
        try {
            return new Typesetter(PROCESSES, sandbox, environment)
                    .run(sources, work, config, COMMITTED, transcript(), Deadline.in(limit));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What Galley does after a build when there is time. */
    Findings study(CiConfig config) {
        return study(config, PATIENCE);
    }

    Findings study(CiConfig config, Duration limit) {
        try {
            return new Typesetter(PROCESSES, sandbox, environment)
                    .study(sources, work, config, COMMITTED, Deadline.in(limit));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Optional<Path> firstPage(Path pdf) {
        try {
            return new Typesetter(PROCESSES, sandbox, environment).firstPage(pdf, work);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What the build said: everything, for messages of failing assertions. */
    String log() {
        return said + output.toString(StandardCharsets.UTF_8);
    }

    /** The words of a PDF. */
    static String words(@Nullable Path pdf) {
        try {
            Processes.Captured captured = PROCESSES.capture(
                    Command.of("pdftotext", "-layout", String.valueOf(pdf), "-"), Deadline.in(PATIENCE));
            if (!captured.ok()) {
                throw new AssertionError("pdftotext (apt install poppler-utils) says: " + captured.error());
            }
            return captured.output().replaceAll("\\s+", " ");
        } catch (InterruptedException | ProgramMissingException e) {
            throw new AssertionError("apt install poppler-utils", e);
        }
    }

    static CiConfig config(String main) {
        return new CiConfig(CiConfig.Language.LATEX, main, null, null, List.of(), false, Shortcut.ALL, null, List.of());
    }

    static CiConfig config(String main, Engine engine) {
        return new CiConfig(
                CiConfig.Language.LATEX, main, engine, null, List.of(), false, Shortcut.ALL, null, List.of());
    }

    static CiConfig without(Shortcut shortcut) {
        Set<Shortcut> others = EnumSet.complementOf(EnumSet.of(shortcut));
        return new CiConfig(CiConfig.Language.LATEX, "Document", null, null, List.of(), false, others, null, List.of());
    }

    static CiConfig inFolder(String main, String folder) {
        return new CiConfig(
                CiConfig.Language.LATEX, main, null, folder, List.of(), false, Shortcut.ALL, null, List.of());
    }

    static CiConfig shellEscape(String main) {
        return new CiConfig(CiConfig.Language.LATEX, main, null, null, List.of(), true, Shortcut.ALL, null, List.of());
    }

    private Transcript transcript() {
        return new Transcript() {
            @Override
            public void command(String shown) {
                said.append(">>> ").append(shown).append('\n');
            }

            @Override
            public void say(String sentence) {
                said.append(sentence).append('\n');
            }

            @Override
            public OutputStream output() {
                return listener;
            }
        };
    }
}

package ci.galley;

import ci.galley.latex.Sandbox;
import ci.galley.latex.SandboxMissingException;
import ci.galley.model.Layout;
import ci.galley.support.process.Command;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import ci.galley.support.process.ProgramMissingException;
import java.io.File;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says with what Galley would start, and what is wrong. */
final class Check {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** A program that Galley uses, and how to get it. */
    private record Tool(String program, String versionOption, boolean needed, String without) {}

    private static final List<Tool> TOOLS = List.of(
            new Tool("git", "--version", true, "apt install git"),
            new Tool("latexmk", "--version", true, "apt install latexmk texlive-latex-recommended"),
            new Tool("pdflatex", "--version", true, "apt install texlive-latex-recommended"),
            new Tool("xelatex", "--version", false, "apt install texlive-xetex"),
            new Tool("lualatex", "--version", false, "apt install texlive-luatex"),
            new Tool("bibtex", "--version", false, "apt install texlive-binaries"),
            new Tool("biber", "--version", false, "apt install biber"),
            new Tool("bwrap", "--version", false, "without it builds are not kept apart: apt install bubblewrap"),
            new Tool("prlimit", "--version", false, "apt install util-linux"),
            new Tool("pdftoppm", "-v", false, "no pictures of first pages: apt install poppler-utils"),
            new Tool("git-lfs", "--version", false, "large files stay pointers: apt install git-lfs"));

    private final Config config;
    private final PrintStream out;

    Check(Config config, PrintStream out) {
        this.config = config;
        this.out = out;
    }

    /** Prints, and returns whether builds can work. */
    boolean run() {
        out.println("Galley " + Main.version() + ", Java " + Runtime.version());
        printConfiguration();
        try (Processes processes = new Processes()) {
            boolean tools = printTools(processes);
            boolean sandbox = printSandbox(processes);
            printProjects(new ProjectCheck(new Layout(config.projectsDir(), config.outputSuffix()), processes));
            return tools && sandbox;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void printConfiguration() {
        out.println();
        out.println("Configuration");
        line("PROJECTS_DIR", config.projectsDir());
        line("HOST", config.host());
        line("PORT", config.port());
        line("OUTPUT_SUFFIX", config.outputSuffix());
        line("SECRET", set(config.secret(), "not set: webhooks are not verified"));
        line("TOKEN", set(config.token(), "not set: no commit statuses"));
        line("DOMAIN", config.domain() == null ? "not set" : config.domain());
        line("GITHUB_API", config.gitHubApi());
        line("PASSWORD", set(config.password(), "not set: all is open"));
        line("POLL", config.poll() == null ? "off" : seconds(config.poll()));
        line("BUILD_TIMEOUT", seconds(config.buildTimeout()));
        line("MAX_BUILDS", config.maxBuilds());
        line("KEEP_BUILDS", config.keepBuilds());
        line("SANDBOX", config.sandbox().word());
        line("ALLOWED_HOSTS", String.join(", ", config.allowedHosts()));
        line("CI_PATH", searchPath());
    }

    private boolean printTools(Processes processes) throws InterruptedException {
        out.println();
        out.println("Tools");
        boolean complete = true;
        for (Tool tool : TOOLS) {
            String version = version(processes, tool);
            line(tool.program(), version == null ? "not found; " + tool.without() : version);
            complete &= version != null || !tool.needed();
        }
        return complete;
    }

    private @Nullable String version(Processes processes, Tool tool) throws InterruptedException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        if (!config.searchPath().isEmpty()) {
            environment.merge("PATH", searchPath(), (path, first) -> first + File.pathSeparator + path);
        }
        try {
            // env finds the program on the PATH that it is given; a process is looked up on ours
            Processes.Captured captured = processes.capture(
                    Command.of("env", tool.program(), tool.versionOption()).environment(environment),
                    Deadline.in(LIMIT));
            return captured.ok()
                    ? (captured.output() + captured.error())
                            .strip()
                            .lines()
                            .findFirst()
                            .orElse("")
                    : null;
        } catch (ProgramMissingException e) {
            return null;
        }
    }

    private boolean printSandbox(Processes processes) throws InterruptedException {
        try {
            line("sandbox", StartAdvice.sentence(Sandbox.choose(config.sandbox(), processes, config.searchPath())));
            return true;
        } catch (SandboxMissingException e) {
            line("sandbox", "PROBLEM: SANDBOX is \"bwrap\", but " + e.getMessage());
            return false;
        }
    }

    private void printProjects(ProjectCheck projects) throws InterruptedException {
        out.println();
        out.println("Projects");
        Map<String, String> found = projects.run();
        found.forEach(this::line);
        if (found.isEmpty()) {
            out.println("  none yet: run  git clone <address of your repository>  in " + config.projectsDir());
        }
    }

    private String searchPath() {
        return config.searchPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static String set(@Nullable String value, String otherwise) {
        return value == null ? otherwise : "set";
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }

    private void line(String name, Object value) {
        out.printf("  %-14s %s%n", name, value);
    }
}

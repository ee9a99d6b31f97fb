package ci.galley;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command line: starts Galley, or says what it would start with. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private static final int COULD_NOT_START = 1;
    private static final int WRONG_USAGE = 2;

    private static final String HELP = """
            Galley builds LaTeX documents when they are pushed.

            Usage: java -jar galley.jar [--check | --help | --version]

              (no option)  start; stops on SIGTERM or Ctrl-C
              --check      print the configuration, the tools and the projects, and what is wrong with them; starts nothing
              --help       print this
              --version    print the version

            It is configured by environment variables, all optional:

              PROJECTS_DIR   where the clones are (the current directory)
              HOST, PORT     where to listen (localhost, 8000; port 0 takes a free one)
              OUTPUT_SUFFIX  what output folders end in (_build)
              SECRET         the secret of the GitHub webhook
              TOKEN          a GitHub token that may set commit statuses
              DOMAIN         the address under which people reach this server, such as https://ci.example.com
              GITHUB_API     where GitHub's API is (https://api.github.com)
              PASSWORD       what people need to know to see the builds
              POLL           how often to ask the remotes for new commits, such as 5m (never)
              BUILD_TIMEOUT  the limit for a whole build (10m)
              MAX_BUILDS     how many builds run at a time (the number of cores)
              KEEP_BUILDS    how many builds to keep of each project (100)
              SANDBOX        auto, bwrap or off (auto)
              ALLOWED_HOSTS  more names under which people reach this server, with commas between them
              CI_PATH        folders to put in front of PATH for builds, such as that of another TeX Live

            Exit status: 0 after it was stopped, 1 if it could not start, 2 for a wrong option.""";

    private Main() {}

    public static void main(String[] arguments) {
        PrintStream err = System.err;
        System.setErr(new DatedStream(err));
        int status = run(arguments, System.out, err);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Does what the command line says and returns the exit status; a started daemon goes on by itself. */
    static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length > 1) {
            return refuse(err, "one option at the most");
        }
        return switch (arguments.length == 0 ? "" : arguments[0]) {
            case "" -> start(err);
            case "--check" -> check(out, err);
            case "--help", "-h" -> print(out, HELP);
            case "--version" -> print(out, "Galley " + version());
            default -> refuse(err, "unknown option " + arguments[0]);
        };
    }

    private static int start(PrintStream err) {
        try {
            Daemon daemon = Daemon.start(Config.of(System.getenv(), Path.of("")));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(daemon), "stop"));
            return 0;
        } catch (ConfigException | StartException e) {
            err.println("Cannot start: " + e.getMessage());
            return COULD_NOT_START;
        }
    }

    /** Ends with status 0 after SIGTERM and SIGINT, where a JVM left to itself says 143 and 130. */
    private static void stop(Daemon daemon) {
        LOG.info("Galley stops");
        daemon.close();
        Runtime.getRuntime().halt(0);
    }

    private static int check(PrintStream out, PrintStream err) {
        try {
            return new Check(Config.of(System.getenv(), Path.of("")), out).run() ? 0 : COULD_NOT_START;
        } catch (ConfigException e) {
            err.println("Cannot start: " + e.getMessage());
            return COULD_NOT_START;
        }
    }

    private static int print(PrintStream out, String text) {
        out.println(text);
        return 0;
    }

    private static int refuse(PrintStream err, String why) {
        err.println("galley: " + why + "; see --help");
        return WRONG_USAGE;
    }

    /** The version of this jar. */
    static String version() {
        try (InputStream stream = Main.class.getResourceAsStream("/version.properties")) {
            Properties properties = new Properties();
            if (stream != null) {
                properties.load(stream);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

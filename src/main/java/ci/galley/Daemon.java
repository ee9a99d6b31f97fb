package ci.galley;

import ci.galley.git.Clones;
import ci.galley.latex.Sandbox;
import ci.galley.latex.SandboxMissingException;
import ci.galley.latex.Typesetter;
import ci.galley.model.Build;
import ci.galley.model.Layout;
import ci.galley.pipeline.BuildPipeline;
import ci.galley.queue.BuildQueue;
import ci.galley.status.Badge;
import ci.galley.status.CommitStatusReporter;
import ci.galley.status.GitHubSettings;
import ci.galley.store.BuildStore;
import ci.galley.support.http.Handler;
import ci.galley.support.http.Server;
import ci.galley.support.http.ServerSettings;
import ci.galley.support.io.FolderInUseException;
import ci.galley.support.io.FolderLock;
import ci.galley.support.io.KeyFile;
import ci.galley.support.process.Processes;
import ci.galley.web.Credentials;
import ci.galley.web.Doors;
import ci.galley.web.Web;
import ci.galley.web.WebSettings;
import ci.galley.webhook.RemotePoller;
import ci.galley.webhook.WebhookHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that runs: made in the order in which data flows, closed in the reverse. */
final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private int port;

    private Daemon() {}

    /**
     * Starts all of it.
     *
     * @throws StartException if it cannot; nothing is left running
     */
    static Daemon start(Config config) throws StartException {
        long startNanos = System.nanoTime();
        Daemon daemon = new Daemon();
        try {
            daemon.build(config);
        } catch (StartException | RuntimeException e) {
            daemon.close();
            throw e;
        } catch (SandboxMissingException e) {
            daemon.close();
            throw new StartException("SANDBOX is \"bwrap\", but " + e.getMessage());
        } catch (IOException e) {
            daemon.close();
            throw new StartException(whyNot(e, config));
        } catch (InterruptedException e) {
            daemon.close();
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while starting");
        }
        LOG.info(
                "Galley {} listens on http://{}:{} ({} ms)",
                Main.version(),
                config.host(),
                daemon.port,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        return daemon;
    }

    private void build(Config config)
            throws IOException, StartException, SandboxMissingException, InterruptedException {
        Server.prepare();
        Clock clock = Clock.systemUTC();
        Layout layout = new Layout(config.projectsDir(), config.outputSuffix());
        part(FolderLock.acquire(layout.projectsDir(), ".galley.lock"));
        Processes processes = part(new Processes(Sandbox.marker(layout.projectsDir())));
        StartAdvice.requirePrograms(config);
        Clones clones = new Clones(layout, processes);
        BuildStore store = BuildStore.open(layout, Badge::svg, config.keepBuilds());
        FutureTask<BuildPipeline> pipeline = new FutureTask<>(() -> {
            Sandbox.killLeftovers(layout.projectsDir());
            Sandbox sandbox = Sandbox.choose(config.sandbox(), processes, config.searchPath());
            StartAdvice.log(config, sandbox);
            Typesetter typesetter = new Typesetter(processes, sandbox);
            return new BuildPipeline(clones, typesetter, store, layout, config.buildTimeout(), clock);
        });
        // Nobody who only looks has to wait until it is known what holds builds in.
        new Thread(pipeline, "sandbox").start();

        Server server = part(Server.listen(serverSettings(config)));
        port = server.port();
        CommitStatusReporter reporter = reporter(config, clones, store, clock);
        BuildQueue queue = part(new BuildQueue(
                store,
                clones,
                build -> awaited(pipeline).run(build),
                build -> awaited(pipeline).follow(build),
                build -> awaited(pipeline).study(build),
                config.maxBuilds(),
                clock));
        Handler webhook = new WebhookHandler(clones, queue::push, BuildStore::json, config.secret());
        Web web = new Web(
                webSettings(config, layout),
                new Doors(clones, clones, store, queue),
                webhook,
                new DiskSpace(layout.projectsDir())::problem);
        server.serve(web);

        requireSandbox(pipeline);
        queue.recover();
        if (reporter != null) {
            reporter.resume(store.all());
        }
        if (config.poll() != null) {
            part(new RemotePoller(clones, queue::push, store::last)).start(config.poll());
        }
    }

    private static void requireSandbox(FutureTask<BuildPipeline> pipeline)
            throws SandboxMissingException, InterruptedException {
        try {
            pipeline.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SandboxMissingException missing) {
                throw missing;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /**
     * @throws CancellationException if Galley stops before that
     */
    private static BuildPipeline awaited(FutureTask<BuildPipeline> pipeline) {
        try {
            return pipeline.get();
        } catch (InterruptedException | ExecutionException e) {
            CancellationException cancelled = new CancellationException("there is nothing yet to hold a build in");
            cancelled.initCause(e);
            throw cancelled;
        }
    }

    private @Nullable CommitStatusReporter reporter(Config config, Clones clones, BuildStore store, Clock clock) {
        if (config.token() == null) {
            return null;
        }
        GitHubSettings settings =
                new GitHubSettings(config.gitHubApi(), config.token(), config.domain(), Main.version());
        CommitStatusReporter reporter =
                part(new CommitStatusReporter(settings, clones, told -> note(store, told), clock));
        store.addListener(reporter);
        return reporter;
    }

    /** Notes what GitHub was told, unless a new attempt has begun since. */
    private static void note(BuildStore store, Build told) throws IOException {
        if (store.find(told.project(), told.commit()).isPresent()) {
            store.update(
                    told.project(),
                    told.commit(),
                    now -> now.attempt() == told.attempt() ? now.reported(told.state()) : now);
        }
    }

    private static WebSettings webSettings(Config config, Layout layout) throws IOException {
        Credentials credentials = config.password() == null
                ? null
                : new Credentials(
                        config.password(),
                        KeyFile.readOrMake(layout.projectsDir().resolve(".galley.key")));
        return new WebSettings(
                config.host(),
                config.domain() == null ? null : config.domain().toString(),
                List.copyOf(config.allowedHosts()),
                credentials,
                Main.version());
    }

    private static ServerSettings serverSettings(Config config) {
        // where /tmp is kept in memory, /var/tmp is not (Filesystem Hierarchy Standard 3.0, section 5.15)
        Path spool = Files.isWritable(Path.of("/var/tmp"))
                ? Path.of("/var/tmp")
                : Path.of(System.getProperty("java.io.tmpdir"));
        return new ServerSettings(config.host(), config.port(), Web.DATA_PREFIX, Web.headers(), spool);
    }

    private static String whyNot(IOException failure, Config config) {
        if (failure instanceof FolderInUseException) {
            return failure.getMessage() + ": only one Galley per PROJECTS_DIR";
        }
        if (failure instanceof BindException) {
            return StartAdvice.ofBind(failure, config.host(), config.port());
        }
        if (failure instanceof UnknownHostException) {
            return "HOST is \"" + config.host() + "\", which this machine does not know";
        }
        return failure.toString();
    }

    /** The port on which it listens. */
    int port() {
        return port;
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.push(part);
        return part;
    }

    /** Stops, latest part first; running builds go back to the queue. Takes at most 10 s. */
    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                LOG.warn("could not be stopped in order", e);
            }
        }
    }
}

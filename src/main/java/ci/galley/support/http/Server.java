package ci.galley.support.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP server with one {@link Handler}. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /** Connections that the system holds until they are accepted: a burst of webhooks should not be turned away. */
    private static final int BACKLOG = 1024;

    /** Of a body that comes with a request which needs none. */
    private static final int MOST_UNASKED_BYTES = 64 << 10;

    private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

    private final HttpServer server;
    private final Workers workers;
    private final EventStreams streams;
    private final Responder responder;
    private final Spool spool;
    private final String dataPrefix;

    static {
        JdkSettings.apply();
    }

    /**
     * Listens. Who comes before {@link #serve} waits.
     *
     * @throws UnknownHostException if there is no such host
     * @throws java.net.BindException if the port is taken, or the host is not this machine's
     */
    public static Server listen(ServerSettings settings) throws IOException {
        return listen(settings, Patience.WITH_ONE);
    }

    static Server listen(ServerSettings settings, Duration patience) throws IOException {
        InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException(settings.host());
        }
        return new Server(HttpServer.create(address, BACKLOG), settings, new Workers(patience));
    }

    /** Loads what the first answer would have to wait for, beside what the caller does. To be called before all else. */
    public static void prepare() {
        Thread thread = new Thread(JdkSettings::loadDates, "http-dates");
        thread.setDaemon(true);
        thread.start();
    }

    private Server(HttpServer server, ServerSettings settings, Workers workers) {
        this.server = server;
        this.workers = workers;
        this.streams = new EventStreams(workers);
        this.responder = new Responder(settings.headers());
        this.spool = new Spool(settings.spoolFolder());
        this.dataPrefix = settings.dataPrefix();
        server.setExecutor(workers);
    }

    /** Answers from now on, by what a handler says. To be called once. */
    public void serve(Handler handler) {
        server.createContext("/", exchange -> serve(exchange, handler));
        server.start();
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Stops: streams end, requests that are being answered have a second, connections are closed. */
    @Override
    public void close() {
        try {
            streams.stop();
            workers.drain(LAST_ANSWERS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.stop(0);
            workers.close();
        }
    }

    /**
     * @throws IOException to have the JDK close the connection
     */
    private void serve(HttpExchange exchange, Handler handler) throws IOException {
        try {
            answer(exchange, handler, workers.current());
        } catch (Error | RuntimeException e) {
            // An Error that the JDK sees would leave the connection open for good.
            LOG.error("an answer could not be sent", e);
            throw new IOException(e);
        }
    }

    private void answer(HttpExchange exchange, Handler handler, Progress progress) throws IOException {
        try (Bodies bodies = new Bodies(exchange.getRequestBody(), spool)) {
            Response response = response(exchange, handler, progress, bodies);
            if (isStream(exchange, response)) {
                responder.setHeaders(exchange, response);
                streams.open(exchange, ((Response.Events) response.content()).source());
            } else {
                responder.send(exchange, response, progress);
            }
        }
    }

    /** The one place where whatever is thrown becomes an answer. */
    private Response response(HttpExchange exchange, Handler handler, Progress progress, Bodies bodies) {
        try {
            return handled(exchange, handler, progress, bodies);
        } catch (HttpException e) {
            return Refusals.of(e, wantsJson(exchange));
        } catch (InterruptedException e) {
            // Not set again: it would close the connection before the answer is written. The thread ends its task
            // anyway.
            return Refusals.of(
                    HttpException.tryAgain(5, "The server stops: try again in a few seconds."), wantsJson(exchange));
        } catch (Throwable e) {
            if (!progress.isGivingWay()) {
                LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
            }
            return Refusals.of(Refusals.fault(), wantsJson(exchange));
        }
    }

    private Response handled(HttpExchange exchange, Handler handler, Progress progress, Bodies bodies)
            throws IOException, InterruptedException {
        Target target = Target.parse(exchange.getRequestURI().toString());
        Request request = new ExchangeRequest(exchange, target, dataPrefix, progress, bodies);
        if (!request.method().equals("POST")) {
            // Nobody asks for it, but the time that the whole request may take runs until it is read.
            request.body(MOST_UNASKED_BYTES);
        }
        progress.enter(Progress.Phase.HANDLING);
        Response response = handler.handle(request);
        if (isStream(exchange, response)) {
            streams.admit();
        }
        return response;
    }

    private static boolean isStream(HttpExchange exchange, Response response) {
        return response.content() instanceof Response.Events
                && exchange.getRequestMethod().equals("GET");
    }

    /** Also answered where not even the address can be read. */
    private boolean wantsJson(HttpExchange exchange) {
        return exchange.getRequestURI().toString().startsWith("/" + dataPrefix + "/")
                || Accept.namesJson(exchange.getRequestHeaders().getOrDefault("Accept", List.of()));
    }
}

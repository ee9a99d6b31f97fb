package ci.galley.support.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request as the JDK's server received it. Belongs to the thread that serves it. */
final class ExchangeRequest implements Request {
    private final HttpExchange exchange;
    private final Target target;
    private final boolean belowDataPrefix;
    private final Progress progress;
    private final Bodies bodies;
    private @Nullable Body body;

    /**
     * @throws HttpException 400 if it does not have the one {@code Host} that it needs (RFC 9112, section 3.2)
     */
    ExchangeRequest(HttpExchange exchange, Target target, String dataPrefix, Progress progress, Bodies bodies) {
        this.exchange = exchange;
        this.target = target;
        this.progress = progress;
        this.bodies = bodies;
        this.belowDataPrefix =
                !target.segments().isEmpty() && target.segments().get(0).equals(dataPrefix);
        checkHost();
    }

    private void checkHost() {
        int hosts = headers("Host").size();
        if (hosts > 1 || (hosts == 0 && !exchange.getProtocol().equalsIgnoreCase("HTTP/1.0"))) {
            throw new HttpException(400, "The request needs one Host header.");
        }
    }

    @Override
    public String method() {
        return exchange.getRequestMethod();
    }

    @Override
    public List<String> segments() {
        List<String> all = target.segments();
        return belowDataPrefix ? all.subList(1, all.size()) : all;
    }

    @Override
    public boolean isBelowDataPrefix() {
        return belowDataPrefix;
    }

    @Override
    public Optional<String> targetAuthority() {
        return Optional.ofNullable(target.authority());
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    @Override
    public List<String> headers(String name) {
        List<String> values = exchange.getRequestHeaders().get(name);
        return values == null ? List.of() : values;
    }

    @Override
    public Optional<String> query(String name) {
        return target.query(name);
    }

    @Override
    public InetAddress peer() {
        return exchange.getRemoteAddress().getAddress();
    }

    @Override
    public Body body(long most) throws IOException {
        if (body == null) {
            body = hasBody() ? received(most) : Bodies.NONE;
        }
        return body;
    }

    /** RFC 9112, section 6.3: one of these fields tells of a body. */
    private boolean hasBody() {
        return !headers("Content-Length").isEmpty()
                || !headers("Transfer-Encoding").isEmpty();
    }

    private Body received(long most) throws IOException {
        refuseUnread(most);
        progress.enter(Progress.Phase.READING);
        Body received = bodies.read(most);
        progress.enter(Progress.Phase.HANDLING);
        return received;
    }

    /** What can be said before a byte of the body is read. */
    private void refuseUnread(long most) {
        for (String encoding : headers("Content-Encoding")) {
            if (!encoding.isBlank() && !encoding.trim().equalsIgnoreCase("identity")) {
                throw new HttpException(415, "The request's body is encoded (Content-Encoding): send it as it is.");
            }
        }
        if (header("Content-Length").map(Long::parseLong).orElse(0L) > most) {
            throw Bodies.tooLarge(most);
        }
    }
}

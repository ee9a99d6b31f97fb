import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/**
 * Java's own HTTP server with one file, and nothing else: what any program that uses it can reach. The whole file comes from
 * memory, a piece of it from the file, which stays open.
 */
final class BareServer {
    private final byte[] whole;
    private final FileChannel file;

    private BareServer(Path path) throws IOException {
        this.whole = Files.readAllBytes(path);
        this.file = FileChannel.open(path);
    }

    /**
     * @param arguments the port, and the file
     */
    public static void main(String[] arguments) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 0);
        server.createContext("/", new BareServer(Path.of(arguments[1]))::answer);
        server.setExecutor(Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors()));
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        if (range == null) {
            send(exchange, 200, whole);
        } else {
            send(exchange, 206, piece(exchange, range));
        }
    }

    /** {@code bytes=from-to}, as the bench asks for it. */
    private byte[] piece(HttpExchange exchange, String range) throws IOException {
        String[] ends = range.substring("bytes=".length()).split("-");
        int from = Integer.parseInt(ends[0]);
        ByteBuffer bytes = ByteBuffer.allocate(Integer.parseInt(ends[1]) + 1 - from);
        if (file.read(bytes, from) < bytes.capacity()) {
            throw new IOException("the file is shorter than " + range);
        }
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + ends[1] + "/" + whole.length);
        return bytes.array();
    }

    private static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }
}

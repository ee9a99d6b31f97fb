package ci.galley.support.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends bytes as they are, and reads an answer: no client library stands between the test and the server. */
public final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;

    public RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
    }

    /** An answer; the names of its fields are in lower case. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Answer(int status, Map<String, List<String>> headers, byte[] body) {
        public String header(String name) {
            List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
            return values == null ? "" : String.join(", ", values);
        }

        public boolean has(String name) {
            return headers.containsKey(name.toLowerCase(Locale.ROOT));
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Sends one request on a connection of its own. */
    public static Answer send(int port, String request) throws IOException {
        try (RawClient client = new RawClient(port)) {
            return client.exchange(request);
        }
    }

    /** {@code GET} of a target, with header lines, on a connection of its own. */
    public static Answer get(int port, String target, String... headers) throws IOException {
        return send(port, request("GET", target, "", headers));
    }

    /** A request as text; its length is said where it has a body. */
    public static String request(String method, String target, String body, String... headers) {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        if (List.of(headers).stream().noneMatch(line -> line.startsWith("Host:"))) {
            text.append("Host: localhost\r\n");
        }
        for (String line : headers) {
            text.append(line).append("\r\n");
        }
        if (!body.isEmpty()) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return text + "\r\n" + body;
    }

    public Answer exchange(String request) throws IOException {
        write(request);
        return read(request.startsWith("HEAD "));
    }

    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Sends no more, but reads on. */
    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    public InputStream in() {
        return in;
    }

    public Answer read(boolean withoutBody) throws IOException {
        Answer head = readHead();
        String length = head.header("Content-Length");
        boolean stream = head.header("Content-Type").startsWith("text/event-stream");
        if (withoutBody || stream || head.status() == 304 || head.status() == 204) {
            return head;
        }
        if (length.isEmpty()) {
            throw new IOException("no Content-Length: " + head);
        }
        byte[] body = in.readNBytes(Integer.parseInt(length));
        return new Answer(head.status(), head.headers(), body);
    }

    public Answer readHead() throws IOException {
        String[] status = readLine().split(" ", 3);
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).trim());
        }
        return new Answer(Integer.parseInt(status[1]), headers, new byte[0]);
    }

    /** Whether the server has closed the connection, or does so within the client's patience; skips what it still sends. */
    public boolean isClosedByServer() {
        try {
            in.skip(Long.MAX_VALUE);
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c;
        while ((c = in.read()) != '\n') {
            if (c < 0) {
                throw new EOFException("connection closed after: " + line.toString(StandardCharsets.ISO_8859_1));
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package ci.galley.frontdoor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests that no well-behaved client sends. */
final class RawHttp {
    private static final int TIMEOUT_MILLIS = 30_000;

    /** An answer; status 0 where the connection was closed without one. */
    record Answer(int status, String head, String body) {}

    private RawHttp() {}

    /** A {@code GET} whose target and header lines are sent as they are. */
    static Answer get(int port, String target, String... headers) throws IOException {
        return send(
                port,
                ("GET " + target + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes and reads until the other side closes. */
    static Answer send(int port, byte[] request) throws IOException {
        return send(port, List.of(request));
    }

    /** The same for what is too long to be held in memory. */
    static Answer send(int port, List<byte[]> request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                for (byte[] part : request) {
                    socket.getOutputStream().write(part);
                }
            } catch (SocketException e) {
                // refused before all of it was sent: the answer says why
            }
            try {
                socket.getInputStream().transferTo(answer);
            } catch (SocketException e) {
                // closed while we were still sending
            }
            return parse(answer.toString(StandardCharsets.ISO_8859_1));
        }
    }

    private static Answer parse(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0 || !answer.startsWith("HTTP/1.1 ")) {
            return new Answer(0, answer, "");
        }
        return new Answer(
                Integer.parseInt(answer.substring(9, 12)), answer.substring(0, end), answer.substring(end + 4));
    }
}

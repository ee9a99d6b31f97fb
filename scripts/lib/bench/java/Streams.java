import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * So many readers of an event stream, in one thread. Says {@code open} once each has got its first bytes, and {@code lost}
 * where one ends. From then on it reads now and then: elsewhere the readers are other machines, and here what they do would be
 * taken for work of Galley's. Usage: {@code java Streams PORT PATH COUNT}; runs until killed.
 */
final class Streams {
    private static final long MILLIS_BETWEEN_LOOKS = 250;

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private final Set<SelectionKey> answered = new HashSet<>();

    private Streams() throws IOException {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Streams streams = new Streams();
        int count = Integer.parseInt(arguments[2]);
        for (int i = 0; i < count; i++) {
            streams.open(Integer.parseInt(arguments[0]), arguments[1]);
        }
        streams.read(count);
    }

    private void open(int port, String path) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    private void read(int count) throws IOException, InterruptedException {
        boolean open = false;
        while (!selector.keys().isEmpty()) {
            selector.select(this::take);
            if (!open && answered.size() == count) {
                open = true;
                System.out.println("open");
            }
            if (open) {
                Thread.sleep(MILLIS_BETWEEN_LOOKS);
            }
        }
    }

    private void take(SelectionKey key) {
        try {
            boolean first = !answered.contains(key);
            int bytes = ((SocketChannel) key.channel()).read(buffer.clear());
            if (bytes < 0 || first && !isOk()) {
                throw new IOException(bytes < 0 ? "ended" : StandardCharsets.US_ASCII.decode(buffer.flip()).toString());
            }
            answered.add(key);
        } catch (IOException e) {
            System.out.println("lost: " + e.getMessage());
            key.cancel();
        }
    }

    private boolean isOk() {
        return StandardCharsets.US_ASCII.decode(buffer.duplicate().flip()).toString().startsWith("HTTP/1.1 200 ");
    }
}

package ci.galley.support.http;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assertions;

/** A server in a process of its own, with the heap that the daemon has: prints its port, ends with its standard input. */
final class SmallServer {
    private SmallServer() {}

    public static void main(String[] arguments) throws IOException {
        ServerSettings settings = new ServerSettings("localhost", 0, "api", Map.of(), Path.of(arguments[0]));
        try (Server server = Server.listen(settings)) {
            server.serve(request -> ServerBodiesTest.sums(request, 25 << 20));
            System.out.println(server.port());
            Assertions.assertEquals(-1, System.in.read());
        }
    }
}

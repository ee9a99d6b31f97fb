package ci.galley.support.http;

import java.nio.file.Path;
import java.util.Map;

/**
 * How a server is set up.
 *
 * @param host the name or address to listen on
 * @param port the port to listen on, 0 for a free one
 * @param dataPrefix the first segment of addresses that always mean data; they mean the same without it otherwise
 * @param headers what every answer carries, unless its handler says otherwise
 * @param spoolFolder where large request bodies lie for a moment; better not in memory
 */
public record ServerSettings(String host, int port, String dataPrefix, Map<String, String> headers, Path spoolFolder) {
    public ServerSettings {
        headers = Map.copyOf(headers);
    }
}

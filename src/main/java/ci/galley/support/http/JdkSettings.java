package ci.galley.support.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * The limits of {@code com.sun.net.httpserver}, which has none by default. It reads them once, from system properties, when
 * its first class is loaded; a property that is set on the command line stays.
 */
final class JdkSettings {
    /** The whole of a request, body and all, has to be here within that time; GitHub itself gives up after 10 s. */
    static final int MAX_REQUEST_SECONDS = 10;

    /**
     * @see <a href="https://docs.oracle.com/en/java/javase/17/docs/api/jdk.httpserver/module-summary.html">jdk.httpserver</a>
     */
    private static final Map<String, String> PROPERTIES = Map.of(
            // Without it every small answer waits 40 ms for the client's acknowledgement (Java 17).
            "sun.net.httpserver.nodelay", "true",
            // Seconds, whatever the documentation of some versions says.
            "sun.net.httpserver.maxReqTime", String.valueOf(MAX_REQUEST_SECONDS),
            // Milliseconds between two looks for connections that never sent a byte (10 s by default).
            "sun.net.httpserver.clockTick", "2000",
            // Bytes of all header fields: 380 KiB by default, which would let 200 clients fill the heap.
            "sun.net.httpserver.maxReqHeaderSize", "32768");

    private JdkSettings() {}

    /** Has to be called before the first use of the server's classes. */
    static void apply() {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }

    /**
     * Writes a date as the server's every answer has one, in words: the first takes a while, for Java then loads what it knows
     * of languages.
     */
    static void loadDates() {
        String unused = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss zzz", Locale.US)
                .withZone(ZoneOffset.UTC)
                .format(Instant.EPOCH);
    }
}

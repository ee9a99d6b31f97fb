package ci.galley.support.http;

import java.util.Map;

/** A request is refused. Its message is for the client: what is wrong and what to do. */
public final class HttpException extends RuntimeException {
    private final int status;
    private final Map<String, String> headers;

    /**
     * @param status the HTTP status code, 400 or above
     * @param detail one sentence for a person; no path of the machine, no secret
     */
    public HttpException(int status, String detail) {
        this(status, detail, Map.of());
    }

    /**
     * @param headers what the answer also carries, such as {@code Allow} or {@code Retry-After}
     */
    public HttpException(int status, String detail, Map<String, String> headers) {
        super(detail);
        this.status = status;
        this.headers = Map.copyOf(headers);
    }

    /** 503: not now. */
    public static HttpException tryAgain(int seconds, String detail) {
        return new HttpException(503, detail, Map.of("Retry-After", String.valueOf(seconds)));
    }

    public int status() {
        return status;
    }

    /** What is wrong and what to do. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    public Map<String, String> headers() {
        return headers;
    }
}

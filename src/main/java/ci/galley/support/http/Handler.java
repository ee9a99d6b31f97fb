package ci.galley.support.http;

import java.io.IOException;

/** Answers a request. */
@FunctionalInterface
public interface Handler {
    /**
     * Makes the answer; the server sends it.
     *
     * @throws HttpException to refuse; turned into an answer in one place, as is everything else that is thrown
     */
    Response handle(Request request) throws IOException, InterruptedException;
}

package ci.galley.support.http;

import java.io.IOException;

/** Answers a request. */
@FunctionalInterface
public interface Handler {
    /**
     * @throws HttpException to refuse; turned into an answer in one place, as is everything else that is thrown
     */
    Response handle(Request request) throws IOException, InterruptedException;
}

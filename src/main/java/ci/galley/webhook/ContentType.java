package ci.galley.webhook;

import ci.galley.support.http.HttpException;
import java.util.List;
import java.util.regex.Pattern;

/** What an event must be sent as. */
final class ContentType {
    /** RFC 9110, section 8.3.1; JSON is UTF-8 (RFC 8259, section 8.1), so that is the one charset it may name. */
    private static final Pattern JSON =
            Pattern.compile("application/json(\\s*;\\s*charset=(utf-8|\"utf-8\"))?\\s*;?", Pattern.CASE_INSENSITIVE);

    private ContentType() {}

    /**
     * @param headers all {@code Content-Type} of the request
     * @throws HttpException 415 if that is not JSON in UTF-8
     */
    static void requireJson(List<String> headers) {
        if (headers.size() != 1 || !JSON.matcher(headers.get(0).strip()).matches()) {
            throw new HttpException(
                    415,
                    "The event is not JSON in UTF-8: set the webhook's \"Content type\" on GitHub to application/json.");
        }
    }
}

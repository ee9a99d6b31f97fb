package ci.galley.support.http;

import java.util.List;
import java.util.Locale;

/** What a client would like to be given: its fields {@code Accept} (RFC 9110, section 12.5.1). */
public final class Accept {
    private Accept() {}

    /** Whether the client names HTML, and likes it no less than JSON: a person's browser. */
    public static boolean prefersHtml(Request request) {
        List<String> fields = request.headers("Accept");
        double html = quality(fields, "text/html");
        return html > 0 && html >= quality(fields, "application/json");
    }

    /** Whether the client names that way of compressing an answer, such as {@code gzip} (RFC 9110, section 12.5.3). */
    public static boolean takesEncoding(Request request, String coding) {
        return quality(request.headers("Accept-Encoding"), coding) > 0;
    }

    /** Whether the client names JSON, plain or of errors. */
    static boolean namesJson(List<String> fields) {
        return quality(fields, "application/json") > 0 || quality(fields, "application/problem+json") > 0;
    }

    /** How much the client likes a type that it names: 0 to 1; 0 where it does not name it. */
    private static double quality(List<String> fields, String type) {
        double best = 0;
        for (String field : fields) {
            for (String range : field.split(",", -1)) {
                String[] parts = range.split(";", -1);
                if (parts[0].trim().equalsIgnoreCase(type)) {
                    best = Math.max(best, quality(parts));
                }
            }
        }
        return best;
    }

    private static double quality(String[] parameters) {
        for (int i = 1; i < parameters.length; i++) {
            String parameter = parameters[i].trim().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("q=")) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}

package ci.galley.web;

import java.util.Map;

/** What browsers are told about what they may do with an answer. */
final class SecurityHeaders {
    /** Data: no page at all. */
    private static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

    /** The badge has its look in attributes and perhaps one day in a style. */
    static final String BADGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    /** A sandbox, or a policy for plug-ins and styles, would keep browsers' own viewers from showing it. */
    static final String PDF_POLICY = "frame-ancestors 'self'";

    /**
     * The page. Its scripts come from here alone; pdf.js sets styles of single elements and needs data for fonts, and blobs
     * for pictures and its worker.
     */
    static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; font-src 'self' data:;"
            + " manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** Of every answer that does not say otherwise. What is served can change at any moment, so it is asked for again. */
    static final Map<String, String> STANDARD = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "same-origin",
            "Content-Security-Policy", DATA_POLICY,
            "Cache-Control", "no-cache");

    private SecurityHeaders() {}
}

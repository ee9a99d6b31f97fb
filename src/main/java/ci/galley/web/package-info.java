/**
 * Step 8 of 8: what people see. In come requests; out go lists, records, PDFs, logs and badges.
 */
@NullMarked
package ci.galley.web;

import org.jspecify.annotations.NullMarked;

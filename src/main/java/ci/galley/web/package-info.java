/**
 * Step 8 of 8: what people see. In come requests; out go lists, records, PDFs, logs and badges. The door is
 * {@link ci.galley.web.Web}, made from {@link ci.galley.web.WebSettings} and {@link ci.galley.web.Doors}.
 */
@NullMarked
package ci.galley.web;

import org.jspecify.annotations.NullMarked;

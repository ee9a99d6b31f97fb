/**
 * Step 5 of 8: a PDF, or problems. In comes a folder of sources; out go a PDF, and what the logs say.
 */
@NullMarked
package ci.galley.latex;

import org.jspecify.annotations.NullMarked;

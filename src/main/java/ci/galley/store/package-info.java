/**
 * Step 6 of 8: what is kept. In come records, logs and files; they are put in {@code <project>_build/} by rename, and
 * found again after a restart.
 */
@NullMarked
package ci.galley.store;

import org.jspecify.annotations.NullMarked;

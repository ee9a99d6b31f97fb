/**
 * Step 6 of 8: what is kept. In come records, logs and files; they are put in {@code <project>_build/} by rename, and
 * found again after a restart. The doors are {@link ci.galley.store.BuildStore}, {@link ci.galley.store.BuildLog} and
 * {@link ci.galley.store.BuildQuery}.
 */
@NullMarked
package ci.galley.store;

import org.jspecify.annotations.NullMarked;

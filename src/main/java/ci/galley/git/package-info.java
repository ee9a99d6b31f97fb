/**
 * Step 4 of 8: sources on disk. In comes a commit; out goes a private folder with its files, and what its
 * {@code .ci.json} says.
 */
@NullMarked
package ci.galley.git;

import org.jspecify.annotations.NullMarked;

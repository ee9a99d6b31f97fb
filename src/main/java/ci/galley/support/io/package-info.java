/** Files that are there whole or not at all, and what is written in them. Knows nothing of Galley. */
@NullMarked
package ci.galley.support.io;

import org.jspecify.annotations.NullMarked;

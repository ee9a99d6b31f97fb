/** Files that are there whole or not at all. Knows nothing of Galley. */
@NullMarked
package ci.galley.support.io;

import org.jspecify.annotations.NullMarked;

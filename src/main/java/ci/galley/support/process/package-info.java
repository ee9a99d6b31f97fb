/**
 * Starting programs, ending them with all that they started, and writing down what they said. Knows nothing of Galley.
 */
@NullMarked
package ci.galley.support.process;

import org.jspecify.annotations.NullMarked;

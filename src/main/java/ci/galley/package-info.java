/** The daemon: starts, configures and stops everything else. */
@NullMarked
package ci.galley;

import org.jspecify.annotations.NullMarked;

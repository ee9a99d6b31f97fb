/** The README, held against what it speaks of: its commands are run, its nginx configurations serve. */
@NullMarked
package ci.galley.readme;

import org.jspecify.annotations.NullMarked;

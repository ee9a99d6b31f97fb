/**
 * The words of Galley as values: projects, commits, builds, problems. They check themselves when they are made, so that
 * nothing behind the front door checks again. Uses the JDK alone; every other package of Galley may use it.
 */
@NullMarked
package ci.galley.model;

import org.jspecify.annotations.NullMarked;

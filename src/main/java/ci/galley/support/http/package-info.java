/** A thin layer over {@code com.sun.net.httpserver}: routing on raw paths, limits, ranges. Knows nothing of Galley. */
@NullMarked
package ci.galley.support.http;

import org.jspecify.annotations.NullMarked;

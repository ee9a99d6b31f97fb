/**
 * A thin layer over {@code com.sun.net.httpserver}: raw addresses, limits against slow and large requests, conditional
 * requests, parts. Knows nothing of Galley. The doors: {@link ci.galley.support.http.Server} takes a
 * {@link ci.galley.support.http.Handler}, which makes a {@link ci.galley.support.http.Response} of a
 * {@link ci.galley.support.http.Request}, perhaps with a {@link ci.galley.support.http.Router}.
 */
@NullMarked
package ci.galley.support.http;

import org.jspecify.annotations.NullMarked;

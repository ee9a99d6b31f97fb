/** Tests that come in by the front door: a real daemon, real git, real TeX, real files. */
@NullMarked
package ci.galley.frontdoor;

import org.jspecify.annotations.NullMarked;

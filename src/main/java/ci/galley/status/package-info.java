/**
 * Step 7 of 8: what others are told. In come changed builds; out go commit statuses at GitHub, and badges.
 */
@NullMarked
package ci.galley.status;

import org.jspecify.annotations.NullMarked;

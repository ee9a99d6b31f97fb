/**
 * Step 7 of 8: what others are told. In come changed builds; out go commit statuses at GitHub
 * ({@link ci.galley.status.CommitStatusReporter}), and badges ({@link ci.galley.status.Badge}).
 */
@NullMarked
package ci.galley.status;

import org.jspecify.annotations.NullMarked;

/**
 * Step 2 of 8: it waits. In comes a push or a person's wish; out go builds, one at a time per project, each on disk before
 * anybody is told of it. The door is {@link ci.galley.queue.BuildQueue}.
 */
@NullMarked
package ci.galley.queue;

import org.jspecify.annotations.NullMarked;

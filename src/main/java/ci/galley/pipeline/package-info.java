/**
 * Step 3 of 8: one build, start to end. In comes a queued build; out goes its final record. A newcomer's first file is
 * {@link ci.galley.pipeline.BuildPipeline}.
 */
@NullMarked
package ci.galley.pipeline;

import org.jspecify.annotations.NullMarked;

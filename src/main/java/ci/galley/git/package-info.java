/**
 * Step 4 of 8: sources on disk. In comes a commit; out goes a private folder with its files, and what its
 * {@code .ci.json} says.
 *
 * <p>The doors are {@link ci.galley.git.Clones}, {@link ci.galley.git.Clone} and {@link ci.galley.git.Checkout}. The user's
 * clone is used as the user would ({@code Update}, {@code Follow}), after what a power cut left there is mended
 * ({@code Mender}); the private checkout trusts nobody ({@code SourcesGuard}, {@code PrivateRepository}).
 */
@NullMarked
package ci.galley.git;

import org.jspecify.annotations.NullMarked;

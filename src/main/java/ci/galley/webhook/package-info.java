/**
 * Step 1 of 8: a push arrives. In comes a request from GitHub; it is verified, then parsed, then matched with the project;
 * out goes a {@link ci.galley.model.Push} to the queue. The door is {@link ci.galley.webhook.WebhookHandler}.
 */
@NullMarked
package ci.galley.webhook;

import org.jspecify.annotations.NullMarked;

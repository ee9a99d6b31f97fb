package ci.galley.support.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A program and all that it started. */
final class ProcessTree {
    /** A killed process is gone as soon as the kernel has its memory back. */
    private static final Duration LONGEST_DEATH = Duration.ofSeconds(2);

    private static final int MOST_PASSES = 50;

    private ProcessTree() {}

    /**
     * Kills a process, what is in its tree (whether or not it called {@code setsid}) and, with a marker, what has left
     * the tree, and waits until they are gone.
     */
    static void kill(Process process, @Nullable Marker marker) {
        Set<ProcessHandle> killed = new HashSet<>();
        ProcessHandle root = process.toHandle();
        killDescendants(root, killed);
        // Not through the Process: that closes its streams, and what it wrote last would be lost.
        root.destroyForcibly();
        if (marker != null) {
            MarkedProcesses.kill(marker);
        }
        awaitEnd(killed);
    }

    /**
     * The root goes last: what is below it is found through it. Again and again, because a child that forks while we look
     * escapes one pass.
     */
    private static void killDescendants(ProcessHandle root, Set<ProcessHandle> killed) {
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            List<ProcessHandle> fresh = root.descendants()
                    .filter(handle -> !killed.contains(handle))
                    .toList();
            if (fresh.isEmpty()) {
                return;
            }
            fresh.forEach(ProcessHandle::destroyForcibly);
            killed.addAll(fresh);
        }
    }

    private static void awaitEnd(Set<ProcessHandle> killed) {
        CompletableFuture<?>[] ends = killed.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(LONGEST_DEATH.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // It waits for a disk that does not answer; the kernel ends it when it does.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

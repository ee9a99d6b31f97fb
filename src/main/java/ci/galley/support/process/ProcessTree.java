package ci.galley.support.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A program and all that it started. */
final class ProcessTree {
    /** A killed process is gone as soon as the kernel has its memory back. */
    private static final Duration LONGEST_DEATH = Duration.ofSeconds(2);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private static final int MOST_PASSES = 50;

    private ProcessTree() {}

    /**
     * Kills a process, what is in its tree (whether or not it called {@code setsid}) and, with a marker, what has left
     * the tree, and waits until they are gone.
     */
    static void kill(Process process, @Nullable Marker marker) {
        Set<ProcessHandle> killed = new HashSet<>();
        ProcessHandle root = process.toHandle();
        if (root.isAlive()) { // else its children have another parent, and to look at each process costs milliseconds
            killDescendants(root, killed);
        }
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
        Deadline deadline = Deadline.in(LONGEST_DEATH);
        try {
            while (killed.stream().anyMatch(ProcessTree::runs) && !deadline.hasPassed()) {
                Thread.sleep(LOOK_AGAIN.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A zombie has ended: it only waits for its parent, in a container perhaps for ever. */
    private static boolean runs(ProcessHandle handle) {
        if (!handle.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "stat"), ISO_8859_1);
            return !stat.startsWith(") Z", stat.lastIndexOf(')')); // proc(5): the name in brackets, then the state
        } catch (IOException e) {
            return false; // it has just ended, or there is no way to know
        }
    }
}

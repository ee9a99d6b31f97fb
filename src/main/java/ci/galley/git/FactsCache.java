package ci.galley.git;

import ci.galley.model.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what git said of a clone's configuration until one of the files changes that it was read from. Files that those
 * include are not looked at: see {@link #forget}.
 */
final class FactsCache {
    /** A problem may be gone without a trace in those files: whoever looks again after that time sees it. */
    private static final Duration PROBLEM_AGE = Duration.ofSeconds(10);

    private static final String FILE = "unix:lastModifiedTime,ctime,size,ino";

    /** Each git that runs there touches the folder: what counts is which one it is, and whose. */
    private static final String FOLDER = "unix:ino,uid,mode";

    private final List<Path> userConfiguration = new ArrayList<>();
    private volatile @Nullable Known known;

    /**
     * @param variables our own environment, which says where the user's git configuration is
     */
    FactsCache(Map<String, String> variables) {
        userConfiguration.add(Path.of("/etc/gitconfig"));
        String home = variables.getOrDefault("HOME", "/");
        userConfiguration.add(Path.of(home, ".gitconfig"));
        userConfiguration.add(Path.of(variables.getOrDefault("XDG_CONFIG_HOME", home + "/.config"), "git", "config"));
    }

    private record Known(List<@Nullable Object> stamps, long askedAtNanos, Facts facts) {}

    Facts of(Clone clone) {
        Known last = known;
        return last != null && isFresh(last, stamps(clone)) ? last.facts() : look(clone);
    }

    private synchronized Facts look(Clone clone) {
        // before git is asked: a change meanwhile is seen the next time
        List<@Nullable Object> stamps = stamps(clone);
        Known last = known; // perhaps somebody else has just asked
        if (last == null || !isFresh(last, stamps)) {
            last = new Known(stamps, System.nanoTime(), ask(clone));
            known = last;
        }
        return last.facts();
    }

    /** Has git asked again the next time. */
    void forget() {
        known = null;
    }

    private static boolean isFresh(Known last, List<@Nullable Object> stamps) {
        return last.stamps().equals(stamps) && isFresh(last);
    }

    private static boolean isFresh(Known last) {
        return last.facts().problem() == null || System.nanoTime() - last.askedAtNanos() < PROBLEM_AGE.toNanos();
    }

    private static Facts ask(Clone clone) {
        try {
            return clone.readFacts();
        } catch (BuildException e) {
            return Facts.broken(e.reason());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Facts.broken("git was interrupted: look again");
        }
    }

    private List<@Nullable Object> stamps(Clone clone) {
        Path folder = clone.git().folder();
        List<@Nullable Object> stamps = new ArrayList<>();
        stamps.add(stamp(folder.resolve(".git"), FOLDER));
        GitFolder.of(folder).ifPresent(git -> {
            stamps.add(stamp(git.gitDir().resolve("HEAD"), FILE));
            stamps.add(stamp(git.gitDir().resolve("config.worktree"), FILE));
            stamps.add(stamp(git.commonDir().resolve("config"), FILE));
        });
        userConfiguration.forEach(file -> stamps.add(stamp(file, FILE)));
        return stamps;
    }

    private static @Nullable Object stamp(Path file, String attributes) {
        try {
            return Files.readAttributes(file, attributes);
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }
}

package ci.galley.git;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what git complains about into one sentence: what is wrong and what to do. Messages of git 2.30 to 2.50. */
final class Trouble {
    /**
     * @param sign what git, ssh or curl say
     * @param sentence what it means; {@code %1$s} is the project, {@code %2$s} what the sign's group holds
     */
    private record Meaning(Pattern sign, String sentence) {
        Meaning(String sign, String sentence) {
            this(Pattern.compile(sign), sentence);
        }
    }

    private static final String DAMAGED =
            "The clone %1$s is damaged: run git fsck in %1$s to see how, or move it away and clone it again";

    private static final List<Meaning> LOCAL = List.of(
            new Meaning(
                    "dubious ownership|is owned by someone else",
                    "%1$s belongs to another user than the one that runs Galley: as that user, in the folder of the projects,"
                            + " run git config --global --add safe.directory \"$(realpath %1$s)\""),
            new Meaning("No space left on device", "The disk is full: make room, then build again"),
            new Meaning(
                    "Unable to create '[^']*?(\\.git/[^']*\\.lock)': File exists",
                    "Another git works in %1$s, or was killed there: if none does, run rm %1$s/%2$s"),
            new Meaning(
                    "(?i)Permission denied(?! \\()",
                    "The user that runs Galley may not write in %1$s: give it that folder (chown -R)"),
            new Meaning(
                    "not a git repository",
                    "%1$s/.git is not whole: run git status in %1$s to see why, or clone it again"),
            new Meaning(
                    "bad config|unable to parse|unknown error occurred while reading the configuration",
                    "The git configuration of %1$s cannot be read: run git config --list in %1$s to see why"),
            new Meaning(corruption(), DAMAGED));

    private static final List<Meaning> REMOTE = List.of(
            new Meaning(
                    "Could not resolve host(?:name)?:? ?([A-Za-z0-9._:-]*)",
                    "The host %2$s of the remote of %1$s was not found: check the network, and git remote -v in %1$s"),
            new Meaning(
                    "Host key verification failed",
                    "The host key of the remote of %1$s is not known here: as the user that runs Galley, connect once by hand"
                            + " (git fetch in %1$s), or add it with ssh-keyscan <host> >> ~/.ssh/known_hosts"),
            new Meaning(
                    "Permission denied \\(",
                    "The remote of %1$s refused our ssh key: a private repository needs a deploy key of the user that runs"
                            + " Galley"),
            new Meaning(
                    "could not read (?:Username|Password)|Authentication failed|terminal prompts disabled|Repository not found"
                            + "|repository '[^']*' not found|HTTP Basic: Access denied|returned error: 40[13]",
                    "The remote of %1$s wants a login, or is not there: a private repository needs a deploy key, or a token in"
                            + " git's credential store"),
            new Meaning(
                    "transport '([a-z0-9-]+)' not allowed",
                    "The remote of %1$s uses %2$s, which is never used: set an https, http, ssh, git or file address with git"
                            + " remote set-url"),
            new Meaning(
                    "remote helper|Unable to find remote helper",
                    "git has no program for the address of the remote of %1$s: check git remote -v in %1$s"),
            new Meaning(
                    "does not appear to be a git repository|repository '[^']*' does not exist|not a git archive",
                    "There is no repository where the remote of %1$s should be: check git remote -v in %1$s"),
            new Meaning(
                    "(?i)SSL certificate|server certificate|certificate verify",
                    "The certificate of the remote of %1$s is not trusted: check the clock of this machine and its"
                            + " ca-certificates"),
            new Meaning(
                    "(?i)Connection refused|timed out|timeout|Network is unreachable|No route to host|Failed to connect"
                            + "|Couldn't connect|Operation too slow|Empty reply|unexpectedly|hung up|early EOF|RPC failed"
                            + "|Connection reset|Connection closed|returned error: 5\\d\\d|unable to connect",
                    "The remote of %1$s cannot be reached: check the network, and git remote -v in %1$s"));

    private static final Pattern REFUSED_HASH = Pattern.compile(
            "not our ref|unadvertised object|couldn't find remote ref|no such remote ref|[Bb]ad object");
    private static final Pattern REMOTE_FAILED =
            Pattern.compile("Could not read from remote repository|unable to access|remote error|fetch-pack: ");
    private static final Pattern CORRUPTION =
            Pattern.compile("(?m)^(?:error|fatal|warning): .*(?:" + corruption() + ")");
    private static final Pattern COMPLAINT = Pattern.compile("(?m)^(?:fatal|error): (.+)$");

    private Trouble() {}

    /** What a failed command that asked only the disk means. */
    static String ofLocal(String complaint, String project) {
        return first(LOCAL, complaint, project, "git failed in " + project + ": " + lastWords(complaint));
    }

    /** What a failed command that asked the remote means. */
    static String ofRemote(String complaint, String project) {
        String other = "git could not fetch from the remote of " + project + ": " + lastWords(complaint);
        return first(REMOTE, complaint, project, first(LOCAL, complaint, project, other));
    }

    /** A command that was ended because the remote kept silent. */
    static String silent(String project, Duration limit) {
        String time = limit.toSeconds() % 60 == 0 ? limit.toMinutes() + " min" : limit.toSeconds() + " s";
        return "The remote of %s did not answer within %s: check the network, and git remote -v in %s"
                .formatted(project, time, project);
    }

    /** Whether it was the remote that a command failed at, rather than the folder. */
    static boolean isRemote(String complaint) {
        return REMOTE_FAILED.matcher(complaint).find()
                || REMOTE.stream()
                        .anyMatch(meaning -> meaning.sign().matcher(complaint).find());
    }

    /** Whether the remote answered that it has no such commit, or does not hand it out. */
    static boolean isRefusedHash(String complaint) {
        return REFUSED_HASH.matcher(complaint).find();
    }

    /** Whether objects of the clone are not whole. */
    static boolean isCorruption(String complaint) {
        return CORRUPTION.matcher(complaint).find();
    }

    /** That objects of a clone are missing, and its remote did not help. */
    static String damaged(String project) {
        return DAMAGED.formatted(project);
    }

    /** The last line in which git says what went wrong. */
    static String lastWords(String complaint) {
        Matcher matcher = COMPLAINT.matcher(complaint);
        String last = complaint.strip().lines().reduce("it gave no reason", (before, line) -> line);
        while (matcher.find()) {
            last = matcher.group(1);
        }
        return last.strip();
    }

    private static String first(List<Meaning> meanings, String complaint, String project, String other) {
        for (Meaning meaning : meanings) {
            Matcher matcher = meaning.sign().matcher(complaint);
            if (matcher.find()) {
                String detail = matcher.groupCount() > 0 ? matcher.group(1) : "";
                return meaning.sentence().formatted(project, detail).replace("  ", " ");
            }
        }
        return other;
    }

    private static String corruption() {
        return "object file .* is empty|loose object .* is corrupt|is corrupt|unable to unpack|inflate: |index file .* too small"
                + "|bad tree object|unable to read tree|unable to read sha1 file|missing blob|missing tree|bad object"
                + "|could not get object info|does not point to a valid object|did not send all necessary objects"
                + "|unresolved deltas|packfile .* cannot be accessed|bad signature";
    }
}

package ci.galley.git;

import ci.galley.model.BuildException;
import ci.galley.model.CommitHash;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moves the user's folder to a commit, if nothing of the user's is lost by it. */
final class Follow {
    private static final int MOST_NAMED = 3;
    private static final int MOST_FORMER_HEADS = 500;
    private static final Pattern IN_THE_WAY = Pattern.compile(
            "Entry '(.*)' (?:not uptodate|would be overwritten)|Untracked working tree file '(.*)' would be");
    private static final Pattern TAB_NAME = Pattern.compile("(?m)^\t(.+)$");

    private final Git git;
    private final Facts facts;

    Follow(Git git, Facts facts) {
        this.git = git;
        this.facts = facts;
    }

    void moveTo(CommitHash commit, Transcript transcript, Deadline deadline)
            throws BuildException, InterruptedException {
        if (facts.local() == null) {
            throw BuildException.error(
                    facts.problem() != null ? facts.problem() : git.name() + " is not on a branch: run git switch");
        }
        refuseLocalCommits(commit);
        refuseHalfStagedFiles();
        Git.Answer reset = git.run(transcript, deadline, "reset", "--keep", commit.value());
        if (!reset.ok()) {
            throw BuildException.error(reason(reset));
        }
    }

    /** A commit that the remote branch had once and lost by a forced push is no local one: its reflog knows it. */
    private void refuseLocalCommits(CommitHash target) throws BuildException, InterruptedException {
        if (facts.remote() == null
                || !git.ask("rev-parse", "-q", "--verify", "HEAD").ok()) {
            return;
        }
        List<String> arguments = new ArrayList<>(List.of(
                "rev-list", "--ignore-missing", "--oneline", "--max-count=" + (MOST_NAMED + 1), "HEAD", "--not"));
        arguments.add(target.value());
        arguments.add("--remotes=" + facts.remote());
        git.ask("reflog", "show", "--format=%H", "--max-count=" + MOST_FORMER_HEADS, facts.headName())
                .output()
                .lines()
                .filter(line -> CommitHash.parse(line).isPresent())
                .forEach(arguments::add);
        Git.Answer answer = git.ask(arguments.toArray(String[]::new));
        if (!answer.ok()) {
            throw BuildException.error(Trouble.ofLocal(answer.complaint(), git.name()));
        }
        List<String> local = answer.output().lines().map(Shown::value).toList();
        if (!local.isEmpty()) {
            throw BuildException.error(
                    "Commits in %s that its remote does not have are in the way (%s): push them, or move them to another branch"
                            .formatted(git.name(), named(local)));
        }
    }

    /** {@code reset --keep} makes the index anew: what was staged there and nowhere else would be gone. */
    private void refuseHalfStagedFiles() throws BuildException, InterruptedException {
        List<String> files = new ArrayList<>();
        String status = git.ask("status", "--porcelain", "--untracked-files=no", "--no-renames", "--ignore-submodules")
                .output();
        status.lines()
                .filter(line -> line.length() > 3 && line.charAt(0) != ' ' && line.charAt(1) != ' ')
                .forEach(line -> files.add(Shown.value(line.substring(3))));
        if (!files.isEmpty()) {
            throw BuildException.error("Staged changes in %s are in the way (%s): commit and push them, or unstage them"
                    .formatted(git.name(), named(files)));
        }
    }

    private String reason(Git.Answer reset) {
        List<String> files = new ArrayList<>();
        for (Pattern pattern : List.of(IN_THE_WAY, TAB_NAME)) {
            Matcher matcher = pattern.matcher(reset.complaint());
            while (matcher.find()) {
                String name = matcher.group(1) != null ? matcher.group(1) : matcher.group(matcher.groupCount());
                files.add(Shown.value(name));
            }
        }
        if (files.isEmpty()) {
            return reset.timedOut()
                    ? "git reset in %s did not end in time".formatted(git.name())
                    : Trouble.ofLocal(reset.complaint(), git.name());
        }
        return "Local changes in %s are in the way (%s): commit and push them, or put them aside with git stash -u"
                .formatted(git.name(), named(files));
    }

    private static String named(List<String> things) {
        String shown = String.join(", ", things.subList(0, Math.min(MOST_NAMED, things.size())));
        return things.size() > MOST_NAMED ? shown + " and more" : shown;
    }
}

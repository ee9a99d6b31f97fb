package ci.galley.git;

import ci.galley.model.BuildException;
import ci.galley.model.CiConfig;
import ci.galley.model.CommitHash;
import ci.galley.model.CommitInfo;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import ci.galley.support.process.Transcript;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The user's clone of one project. Used with the user's own git configuration; never forced. Asking is safe for several
 * threads; {@link #update}, {@link #moveTo} and the checkout are for one at a time.
 */
public final class Clone {
    private final Git git;
    private final Processes processes;
    private final Remembered remembered;
    private volatile @Nullable Looked lastLookedAt;
    private volatile @Nullable Described lastDescribed;

    Clone(Git git, Processes processes, Remembered remembered) {
        this.git = git;
        this.processes = processes;
        this.remembered = remembered;
    }

    private record Looked(CommitHash commit, CommitTree tree) {}

    /**
     * Brings the clone up to date ({@code git pull --ff-only}; where local changes or commits are in the way,
     * {@code git fetch}, and says so), and fetches {@code wanted} by its hash if it is still missing. If the remote does not
     * answer but the commit is there, goes on and says so. What a power cut left half-written is mended first.
     *
     * @throws UnknownCommitException if the remote does not have that commit
     * @throws BuildException if git cannot work; the reason says what to do
     */
    public void update(CommitHash wanted, Transcript transcript, Deadline deadline)
            throws BuildException, UnknownCommitException, InterruptedException {
        Mender mender = new Mender(git, gitFolder(), transcript, deadline);
        mender.mend();
        lastDescribed = null;
        Facts facts = facts();
        Update update = new Update(this, facts, mender, transcript, deadline);
        try {
            update.bring(wanted);
        } catch (BuildException | UnknownCommitException e) {
            remembered.facts().forget();
            throw e;
        }
        if (facts.remote() != null && look(wanted).damaged()) {
            update.mendObjects(facts.remote());
        }
    }

    /** What git knows of a commit that the clone has. */
    public CommitInfo describe(CommitHash commit) throws BuildException, InterruptedException {
        Described known = lastDescribed;
        if (known != null && known.commit().equals(commit)) {
            return known.info();
        }
        String headName = facts().headName();
        Git.Answer answer = Described.ask(git, commit, headName);
        return Described.parse(answer.output(), headName)
                .orElseThrow(() -> BuildException.error(Trouble.ofLocal(answer.complaint(), git.name())))
                .info();
    }

    /** Whether the clone has that commit; what else git says of it, this remembers for those who ask next. */
    boolean has(CommitHash commit) throws BuildException, InterruptedException {
        if (PartialClone.is(git)) { // which would fetch each file to tell its size
            return hasAlone(commit);
        }
        try (CommitTreeListing listing = new CommitTreeListing(git, commit)) {
            boolean has = hasAlone(commit);
            if (has) {
                lastLookedAt = new Looked(commit, listing.await());
            }
            return has;
        }
    }

    private boolean hasAlone(CommitHash commit) throws BuildException, InterruptedException {
        String headName = facts().headName();
        lastDescribed = Described.parse(Described.ask(git, commit, headName).output(), headName)
                .filter(described -> described.commit().equals(commit)) // or it is a tag of that hash
                .orElse(null);
        return lastDescribed != null;
    }

    /** The head of the tracked branch, where that is the commit of which git was asked last. */
    private Optional<CommitHash> lastAsHead() {
        return Optional.ofNullable(lastDescribed).filter(Described::isHead).map(Described::commit);
    }

    /** The short name of a branch of the remote that contains the commit, the tracked one first. */
    public Optional<String> branchContaining(CommitHash commit) throws InterruptedException {
        try {
            Facts facts = facts();
            String tracked = facts.branch();
            if (tracked != null && lastAsHead().filter(commit::equals).isPresent()) {
                return Optional.of(tracked);
            }
            String branches = facts.remoteBranches();
            List<String> names = git.ask("for-each-ref", "--contains=" + commit, "--format=%(refname)", branches)
                    .output()
                    .lines()
                    .map(line -> line.substring(branches.length()))
                    .filter(name -> !name.equals("HEAD"))
                    .toList();
            return tracked != null && names.contains(tracked)
                    ? Optional.of(tracked)
                    : names.stream().findFirst();
        } catch (BuildException e) {
            return Optional.empty();
        }
    }

    /**
     * The head of the tracked branch at the remote, as it was when it was last asked; without a remote, and before it was
     * asked, the clone's own.
     */
    public Optional<CommitHash> head() throws InterruptedException {
        try {
            Optional<CommitHash> known = lastAsHead();
            return known.isPresent() ? known : head(facts());
        } catch (BuildException e) {
            return Optional.empty();
        }
    }

    /** The commits that a tag points at. */
    public Set<CommitHash> taggedCommits() throws InterruptedException {
        Set<CommitHash> commits = new LinkedHashSet<>();
        try {
            String last = "";
            for (String line :
                    git.ask("show-ref", "--tags", "-d").output().lines().toList()) {
                int space = line.indexOf(' ');
                String hash = line.substring(0, Math.max(0, space));
                if (line.endsWith("^{}")) {
                    CommitHash.parse(last).ifPresent(commits::remove); // the tag itself, which stands before its commit
                }
                CommitHash.parse(hash).ifPresent(commits::add);
                last = hash;
            }
        } catch (BuildException e) {
            // Without git there is nothing to tell, and whoever asks cannot help it
        }
        return commits;
    }

    /** Whether {@code ancestor} comes before {@code descendant}, or is it; false where the clone does not have both. */
    public boolean isAncestor(CommitHash ancestor, CommitHash descendant) throws InterruptedException {
        try {
            return git.ask("merge-base", "--is-ancestor", ancestor.value(), descendant.value())
                    .ok();
        } catch (BuildException e) {
            return false;
        }
    }

    /**
     * The {@code .ci.json} of a commit. Its {@code main} is a plain file of the commit, its {@code directory} a folder.
     *
     * @throws BuildException if it is missing or wrong: names the field, the value and what is allowed
     */
    public CiConfig config(CommitHash commit) throws BuildException, InterruptedException {
        return new CiConfigReader(git, remembered).read(commit, tree(commit));
    }

    /**
     * What tells two commits apart in the files of some names, and is the same where those are.
     *
     * @param wanted by their path in the commit
     * @return nothing where the commit has links, other repositories' commits, or more files than are kept in mind
     * @throws BuildException if the commit is more than may be checked out
     */
    public Optional<String> digest(CommitHash commit, Predicate<String> wanted)
            throws BuildException, InterruptedException {
        return tree(commit).digest(wanted);
    }

    /**
     * Moves the user's folder to a commit ({@code git reset --keep}), if no local change would be overwritten and every local
     * commit is in the remote branch.
     *
     * @throws BuildException naming what is in the way
     */
    public void moveTo(CommitHash commit, Transcript transcript, Deadline deadline)
            throws BuildException, InterruptedException {
        new Follow(git, facts()).moveTo(commit, transcript, deadline);
    }

    /** The private checkout of this clone in {@code work}, Galley's private folder of the project. */
    public Checkout checkout(Path work) {
        return new Checkout(this, work, processes);
    }

    Git git() {
        return git;
    }

    /** What is known of the configuration; read anew where there was a problem. */
    Facts facts() throws BuildException, InterruptedException {
        Facts known = knownFacts();
        return known.problem() == null ? known : readFacts();
    }

    Facts knownFacts() {
        return remembered.facts().of(this);
    }

    Facts readFacts() throws BuildException, InterruptedException {
        return new FactsReader(git).read();
    }

    GitFolder gitFolder() throws BuildException {
        return GitFolder.of(git.folder())
                .orElseThrow(() -> BuildException.error(git.name() + " is no git clone any more: clone it again"));
    }

    Optional<CommitHash> head(Facts facts) throws BuildException, InterruptedException {
        Optional<CommitHash> remote = resolve(facts.headName());
        return remote.isPresent() || facts.local() == null ? remote : resolve("refs/heads/" + facts.local());
    }

    /**
     * What is in a commit.
     *
     * @throws BuildException if it is more than may be checked out
     */
    CommitTree tree(CommitHash commit) throws BuildException, InterruptedException {
        CommitTree tree = look(commit);
        if (tree.tooMuch()) {
            throw BuildException.error(
                    "The commit has more than %d files or %d MiB: that is more than Galley checks out; leave out what the document does not need"
                            .formatted(git.limits().entries(), git.limits().bytes() >> 20));
        }
        if (tree.damaged()) {
            throw BuildException.error(Trouble.damaged(git.name()));
        }
        return tree;
    }

    private CommitTree look(CommitHash commit) throws BuildException, InterruptedException {
        Looked last = lastLookedAt;
        if (last != null && last.commit().equals(commit) && !last.tree().damaged()) {
            return last.tree();
        }
        try (CommitTreeListing listing = new CommitTreeListing(git, commit)) {
            CommitTree tree = listing.await();
            lastLookedAt = new Looked(commit, tree);
            return tree;
        }
    }

    /**
     * Fetches what is missing or damaged of the objects.
     *
     * @return whether the remote answered
     */
    boolean mendObjects(Transcript transcript, Deadline deadline) throws BuildException, InterruptedException {
        Facts facts = facts();
        String remote = facts.remote();
        Mender mender = new Mender(git, gitFolder(), transcript, deadline);
        return remote != null && new Update(this, facts, mender, transcript, deadline).mendObjects(remote) == null;
    }

    private Optional<CommitHash> resolve(String name) throws BuildException, InterruptedException {
        return CommitHash.parse(git.ask("rev-parse", "-q", "--verify", name + "^{commit}")
                .output()
                .strip());
    }
}

package ci.galley.model;

import java.util.List;
import java.util.Optional;

/** What is in a project's commits. Safe for use by several threads. */
public interface Sources {
    /**
     * Some lines of a text file.
     *
     * @param file its path from the top of the repository
     * @param first the number of the first of them, counted from 1
     * @param lines without their line breaks; what is not UTF-8 is replaced, very long lines are cut
     */
    record Lines(String file, int first, List<String> lines) {
        public Lines {
            lines = List.copyOf(lines);
        }
    }

    /** A commit, and what git knows of it. */
    record Commit(CommitHash hash, CommitInfo info) {}

    /**
     * The commits between two.
     *
     * @param newest the newest of them, newest first
     * @param total how many there are
     */
    record Changes(List<Commit> newest, int total) {
        public static final Changes NONE = new Changes(List.of(), 0);

        public Changes {
            newest = List.copyOf(newest);
        }
    }

    /**
     * Lines around one of a file; nothing where the commit has no such text file, or the file no such line.
     *
     * @param file as the problems of a build name it: from the folder where the document was typeset, else from the top
     * @param line counted from 1
     * @param context how many lines before and after it
     */
    Optional<Lines> lines(ProjectName project, CommitHash commit, String file, int line, int context)
            throws InterruptedException;

    /**
     * The commits that {@code newer} has and {@code older} does not; none where the clone lacks one of the two.
     *
     * @param most how many to describe
     */
    Changes between(ProjectName project, CommitHash older, CommitHash newer, int most) throws InterruptedException;
}

package ci.galley.frontdoor;

import ci.galley.model.CommitHash;
import java.util.HashSet;
import java.util.Set;

/** A push that was answered with 2xx, and what its commit has to become. */
final class AcceptedPush {
    private final Upstream author;
    private final CommitHash commit;
    private final String words;
    private final boolean typesets;

    /** When the runs began that were cut off by a kill. */
    private final Set<String> cutOff = new HashSet<>();

    /**
     * @param words of the document, which no other has
     * @param typesets whether the document is without a mistake
     */
    AcceptedPush(Upstream author, CommitHash commit, String words, boolean typesets) {
        this.author = author;
        this.commit = commit;
        this.words = words;
        this.typesets = typesets;
    }

    Upstream author() {
        return author;
    }

    String project() {
        return author.name();
    }

    CommitHash commit() {
        return commit;
    }

    String words() {
        return words;
    }

    /** The daemon was killed in a run that had begun then. */
    void cutOff(String startedAt) {
        cutOff.add(startedAt);
    }

    /** The one state that is right: what was found running at three starts is given up, and nothing else is. */
    String expectedState() {
        if (cutOff.size() >= 3) {
            return "error";
        }
        return typesets ? "success" : "failure";
    }
}

package ci.galley.model;

/** Is told of builds. What it throws is logged and harms no build. */
@FunctionalInterface
public interface BuildListener {
    /**
     * A build's record changed, and is on disk. Called in the order of the changes, one call at a time per project; must
     * return at once.
     */
    void buildChanged(Build build);
}

package ci.galley.model;

/** Is told of builds. What it throws is logged and harms no build. */
@FunctionalInterface
public interface BuildListener {
    /**
     * A build's record changed, and is on disk. Called in the order of the changes, one call at a time per project; must
     * return at once.
     */
    void buildChanged(Build build);

    /**
     * The log of a running attempt was begun, or is longer than before. Called by whoever writes it, by several threads
     * perhaps, and often; must return at once.
     *
     * @param running the build as it was when its log was begun
     */
    default void logGrew(Build running) {}
}

package ci.galley.support.process;

import java.io.OutputStream;

/** Where it is written down which programs ran and what they said. */
public interface Transcript {
    /** A transcript that keeps nothing. */
    Transcript NONE = new Transcript() {
        @Override
        public void command(String shown) {}

        @Override
        public void say(String sentence) {}

        @Override
        public OutputStream output() {
            return OutputStream.nullOutputStream();
        }
    };

    /** A program is about to start; {@code shown} is its command line as a person would type it. */
    void command(String shown);

    /** A remark of our own, a sentence. */
    void say(String sentence);

    /**
     * Takes what programs write, as it comes. Never closed by the caller; never throws because of what it does with the
     * bytes, so that a full disk does not stop the program that is being listened to.
     */
    OutputStream output();
}

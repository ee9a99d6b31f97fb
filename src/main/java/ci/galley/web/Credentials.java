package ci.galley.web;

/**
 * What lets people in.
 *
 * @param password what they have to know, as in {@code PASSWORD}
 * @param sessionKey random bytes of this installation, without which nobody can try passwords on a stolen cookie
 */
public record Credentials(String password, byte[] sessionKey) {
    /** Without what must stay secret. */
    @Override
    public String toString() {
        return "Credentials";
    }
}

package ci.galley.status;

import java.net.URI;

/** What an answer means. */
enum Verdict {
    /** GitHub has the status. */
    ACCEPTED,
    /** GitHub is busy or ill, or somebody else answered: the same again after a while. */
    AGAIN,
    /** Nothing at all may be sent for a while. */
    LIMITED,
    /** The repository was renamed: the same once at the other address. */
    MOVED,
    /** Another host is to be asked, which must not see the token. */
    LED_AWAY,
    /** The token is no good, whatever the repository. */
    TOKEN_REFUSED,
    /** The token may not do that here. */
    REPOSITORY_REFUSED,
    /** This one status is not taken. */
    STATUS_REFUSED;

    /**
     * @param movedBefore whether the address that was asked came from a redirect itself
     */
    static Verdict of(Answer answer, boolean movedBefore) {
        if (answer.isRateLimit()) {
            return LIMITED;
        }
        return switch (answer.status()) {
            case 201 -> ACCEPTED;
            case 301, 302, 307, 308 -> redirect(answer, movedBefore);
            // the others would need another method, which does not post a status
            case 300, 303, 304, 305 -> LED_AWAY;
            case 401 -> TOKEN_REFUSED;
            case 403, 404, 410, 451 -> REPOSITORY_REFUSED;
            case 408, 425 -> AGAIN;
            // a success that is no "Created" is not GitHub's: a captive portal, a proxy
            default -> answer.status() < 300 || answer.status() >= 500 ? AGAIN : STATUS_REFUSED;
        };
    }

    private static Verdict redirect(Answer answer, boolean movedBefore) {
        if (movedBefore) {
            return LED_AWAY;
        }
        boolean here = answer.location().map(to -> sameHost(answer.asked(), to)).orElse(false);
        return here ? MOVED : LED_AWAY;
    }

    private static boolean sameHost(URI asked, URI to) {
        return asked.getScheme().equalsIgnoreCase(String.valueOf(to.getScheme()))
                && asked.getHost().equalsIgnoreCase(String.valueOf(to.getHost()))
                && port(asked) == port(to)
                && to.getUserInfo() == null;
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }
}

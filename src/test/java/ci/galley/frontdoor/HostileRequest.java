package ci.galley.frontdoor;

import java.util.List;

/**
 * A request that no well-behaved client sends. None of them may start a build.
 *
 * @param id its number in the list of hostile inputs; variants of one input share it
 * @param says what is wrong with it
 * @param answers the statuses that the daemon may answer with; 0 is a connection closed without an answer
 * @param throughNginx the same through nginx, which refuses some by itself
 * @param sameAs an address whose answer must have the same body; empty where that does not matter
 */
record HostileRequest(
        String id, String says, RawRequest request, List<Integer> answers, List<Integer> throughNginx, String sameAs) {

    /** A request that both answer alike. */
    static HostileRequest of(String id, String says, RawRequest request, Integer... answers) {
        return new HostileRequest(id, says, request, List.of(answers), List.of(answers), "");
    }

    HostileRequest throughNginx(Integer... others) {
        return new HostileRequest(id, says, request, answers, List.of(others), sameAs);
    }

    HostileRequest sameAs(String address) {
        return new HostileRequest(id, says, request, answers, throughNginx, address);
    }

    @Override
    public String toString() {
        return id + " " + says;
    }
}

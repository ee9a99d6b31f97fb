package ci.galley.latex;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The variables that a build gets. Made from a list, never handed on: ours hold the token and the secrets. */
final class BuildEnvironment {
    /** Where everyone who can push is trusted, the user's own TeX settings count. */
    private static final List<String> USERS_OWN = List.of("HOME", "USER", "LOGNAME", "TMPDIR", "OSFONTDIR");

    private static final List<String> USERS_OWN_PREFIXES = List.of("TEX", "BIB", "BST", "XDG_");

    private final Sandbox sandbox;
    private final Map<String, String> ours;

    /**
     * @param ours our own environment
     */
    BuildEnvironment(Sandbox sandbox, Map<String, String> ours) {
        this.sandbox = sandbox;
        this.ours = Map.copyOf(ours);
    }

    Map<String, String> variables(Workplace place, Instant commitTime) {
        Map<String, String> variables = new TreeMap<>();
        switch (sandbox.kind()) {
            case BWRAP -> variables.putAll(Bubblewrap.homes());
            case RESTRICTED -> addRestrictions(variables, place);
            case OFF -> addUsersOwn(variables);
        }
        variables.put("PATH", sandbox.programs().variable());
        variables.put("LANG", "C.UTF-8");
        variables.put("TZ", "UTC");
        // https://reproducible-builds.org/specs/source-date-epoch/; FORCE_SOURCE_DATE extends it to \today and \year.
        variables.put("SOURCE_DATE_EPOCH", Long.toString(Math.max(0, commitTime.getEpochSecond())));
        variables.put("FORCE_SOURCE_DATE", "1");
        // Instead of the machine's own latexmkrc: Debian's makes LuaLaTeX the default, and the sandbox does not have
        // it.
        variables.put("LATEXMKRCSYS", "/dev/null");
        return variables;
    }

    /** What TeX itself can be told, see texmf.cnf: read and write below the current folder alone, run nothing. */
    private static void addRestrictions(Map<String, String> variables, Workplace place) {
        variables.put("openin_any", "p");
        variables.put("openout_any", "p");
        variables.put("shell_escape", "f");
        variables.put("HOME", place.home().toString());
        variables.put("TEXMFVAR", place.cache().resolve("texmf-var").toString());
        variables.put("XDG_CACHE_HOME", place.cache().toString());
    }

    private void addUsersOwn(Map<String, String> variables) {
        ours.forEach((name, value) -> {
            if (USERS_OWN.contains(name) || USERS_OWN_PREFIXES.stream().anyMatch(name::startsWith)) {
                variables.put(name, value);
            }
        });
    }
}

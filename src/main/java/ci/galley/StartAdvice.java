package ci.galley;

import ci.galley.latex.Sandbox;
import ci.galley.support.process.SearchPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a person should know when the daemon starts, in plain words. */
final class StartAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(StartAdvice.class);

    private StartAdvice() {}

    /**
     * @throws StartException if a program is missing without which nothing can be built
     */
    static void requirePrograms(Config config) throws StartException {
        SearchPath ours = SearchPath.parse(System.getenv("PATH"));
        if (ours.find("git").isEmpty()) {
            throw new StartException("git is not installed: apt install git");
        }
        if (ours.find("latexmk").isEmpty()
                && new SearchPath(config.searchPath()).find("latexmk").isEmpty()) {
            throw new StartException("latexmk is not installed: apt install latexmk texlive-latex-recommended"
                    + " (or name the folder of another TeX Live in CI_PATH)");
        }
    }

    static void log(Config config, Sandbox sandbox) {
        if (config.secret() == null) {
            LOG.warn("SECRET is not set: webhooks are not verified, anyone who reaches this server can ask for builds");
        }
        switch (sandbox.kind()) {
            case BWRAP -> LOG.info("Builds run in a sandbox (bubblewrap)");
            case RESTRICTED ->
                LOG.warn(
                        "No sandbox: whoever can push can run commands as you; install bubblewrap. {}"
                                + " Until then latexmkrc, shell escape and LuaLaTeX are refused, which is a mitigation, not a wall",
                        sandbox.problem());
            case OFF -> LOG.warn("SANDBOX is off: everyone who can push is trusted and can run commands as you");
        }
    }
}

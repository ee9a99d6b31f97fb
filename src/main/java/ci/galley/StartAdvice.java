package ci.galley;

import ci.galley.latex.Sandbox;
import ci.galley.support.process.SearchPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a person should know when the daemon starts, in plain words. */
final class StartAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(StartAdvice.class);

    /** ip(7): ports up to this one need a privilege, where the machine is not set otherwise. */
    private static final int LAST_PRIVILEGED_PORT = 1023;

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

    /** Why the server cannot listen where it is told to. */
    static String ofBind(IOException failure, String host, int port) {
        String what = "PORT " + port + " of " + host + " cannot be used (" + failure.getMessage() + "); ";
        if (!isOfThisMachine(host)) {
            return "HOST is \"" + host + "\", which is no address of this machine; \"ip address\" lists those";
        }
        if (port > 0 && port <= LAST_PRIVILEGED_PORT && !"root".equals(System.getProperty("user.name"))) {
            return what + "those up to " + LAST_PRIVILEGED_PORT
                    + " are for root: set a higher PORT, and let nginx listen here";
        }
        return what + "stop what listens there or set another PORT";
    }

    private static boolean isOfThisMachine(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return true; // then the failure's own words have to do
        }
    }

    static void log(Config config, Sandbox sandbox) {
        if (config.secret() == null) {
            LOG.warn("SECRET is not set: webhooks are not verified, anyone who reaches this server can ask for builds");
        }
        if (sandbox.kind() == Sandbox.Kind.BWRAP) {
            LOG.info(sentence(sandbox));
        } else {
            LOG.warn(sentence(sandbox));
        }
    }

    /** What keeps builds from the rest of the machine. */
    static String sentence(Sandbox sandbox) {
        return switch (sandbox.kind()) {
            case BWRAP -> "Builds run in a sandbox (bubblewrap)";
            case RESTRICTED ->
                "No sandbox: whoever can push can run commands as you; install bubblewrap. " + sandbox.problem()
                        + ". Until then latexmkrc, shell escape and LuaLaTeX are refused, which is a mitigation, not a wall";
            case OFF -> "SANDBOX is off: everyone who can push is trusted and can run commands as you";
        };
    }
}

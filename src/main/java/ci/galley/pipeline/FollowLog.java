package ci.galley.pipeline;

import ci.galley.model.Build;
import ci.galley.support.process.Transcript;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what moves the user's folder without a build into the server's log; the build's own log is finished. */
final class FollowLog implements Transcript {
    private static final Logger LOG = LoggerFactory.getLogger(FollowLog.class);

    private final Build build;

    FollowLog(Build build) {
        this.build = build;
    }

    @Override
    public void command(String shown) {
        LOG.info("{} {} >>> {}", build.project(), build.commit(), shown);
    }

    @Override
    public void say(String sentence) {
        LOG.info("{} {} {}", build.project(), build.commit(), sentence);
    }

    @Override
    public OutputStream output() {
        return OutputStream.nullOutputStream();
    }
}

package ci.galley.status;

import ci.galley.model.Build;
import ci.galley.model.ProjectName;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the server's log says of commit statuses: each trouble once, until it is over. For use by one thread. */
final class CourierLog {
    private static final Logger LOG = LoggerFactory.getLogger(CommitStatusReporter.class);

    private final URI api;
    private final Set<ProjectName> withoutRepository = new HashSet<>();
    private final Set<ProjectName> renamed = new HashSet<>();
    private final Map<ProjectName, Set<Verdict>> explained = new HashMap<>();
    private boolean tokenExplained;
    private boolean troubled;

    CourierLog(URI api) {
        this.api = api;
    }

    void accepted(Letter letter, CommitStatus status) {
        LOG.info("{}: GitHub was told {}", letter, status.state().word());
        if (troubled) {
            LOG.info("GitHub takes commit statuses again");
        }
        troubled = false;
        tokenExplained = false;
        explained.remove(letter.build().project());
    }

    void noRepository(ProjectName project, @Nullable String remote) {
        if (withoutRepository.add(project)) {
            LOG.info(
                    "{}: no commit statuses, since its remote {} is not the address of a repository at GitHub",
                    project,
                    remote == null ? "(none)" : "\"" + OneLine.of(remote, 200) + "\"");
        }
    }

    void moved(ProjectName project, String repository) {
        if (renamed.add(project)) {
            LOG.info(
                    "{}: {} was renamed on GitHub; tell the clone its new address: git remote set-url origin ...",
                    project,
                    repository);
        }
    }

    void trouble(Letter letter, String why) {
        if (isNews(letter)) {
            LOG.warn("{}: GitHub ({}) was not told: {}. Trying again, for up to a day", letter, api.getHost(), why);
        } else {
            LOG.debug("{}: GitHub was not told: {}", letter, why);
        }
    }

    void limited(Letter letter, Answer answer, Duration wait) {
        if (isNews(letter)) {
            LOG.warn(
                    "{}: GitHub asks to slow down ({}); no commit status is sent for {} s, or longer if it asks again",
                    letter,
                    answer.summary(),
                    wait.toSeconds());
        } else {
            LOG.debug("{}: GitHub asks to slow down for {} s", letter, wait.toSeconds());
        }
    }

    /** An outage is said once, not for each letter; a letter's own trouble once, though others get through. */
    private boolean isNews(Letter letter) {
        boolean news = !troubled && letter.trouble().isEmpty();
        troubled |= news;
        return news;
    }

    void gaveUp(Letter letter) {
        LOG.warn(
                "{}: gave up telling GitHub \"{}\" after a day{}",
                letter,
                GitHubState.of(letter.build().state()).word(),
                letter.trouble().isEmpty() ? "" : "; the last try ended in: " + letter.trouble());
    }

    void notNoted(Build told, Exception failure) {
        LOG.warn(
                "{} {}: GitHub was told {}, but that could not be noted ({}); it is told again at the next start",
                told.project(),
                told.commit().abbreviated(),
                GitHubState.of(told.state()).word(),
                failure.toString());
    }

    void refused(Letter letter, CommitStatus status, Answer answer, Verdict verdict) {
        boolean first;
        if (verdict == Verdict.TOKEN_REFUSED) {
            first = !tokenExplained;
            tokenExplained = true;
        } else {
            first = explained
                    .computeIfAbsent(letter.build().project(), project -> EnumSet.noneOf(Verdict.class))
                    .add(verdict);
        }
        if (first) {
            LOG.warn("{}: no commit status: {}", letter, explanation(status, answer, verdict));
        } else {
            LOG.debug("{}: no commit status: {}", letter, answer.summary());
        }
    }

    private String explanation(CommitStatus status, Answer answer, Verdict verdict) {
        String said = "GitHub (" + api.getHost() + ") answers " + answer.summary();
        return switch (verdict) {
            case TOKEN_REFUSED ->
                said + ". TOKEN is mistyped, has expired or was revoked: make a new one with the right repo:status and"
                        + " start Galley with it. Statuses rest for " + Courier.AFTER_REFUSAL.toMinutes() + " minutes";
            case REPOSITORY_REFUSED ->
                said + " for " + status.repository() + ". Either there is no such repository, or TOKEN lacks the right"
                        + " repo:status (a fine-grained token: \"Commit statuses: read and write\" for this"
                        + " repository), or its owner may not push there. The project's statuses rest for "
                        + Courier.AFTER_REFUSAL.toMinutes() + " minutes";
            case LED_AWAY ->
                said + " and leads to " + answer.location().map(URI::getHost).orElse("nowhere")
                        + ". One redirect is followed, on the host of GITHUB_API alone, since TOKEN is sent to no other: set"
                        + " GITHUB_API or the clone's remote to the right address";
            case STATUS_REFUSED ->
                said + " for " + status.repository() + ". It may not have the commit, or has 1000 statuses of it, which"
                        + " is the most it takes";
            case ACCEPTED, AGAIN, LIMITED, MOVED -> said;
        };
    }
}

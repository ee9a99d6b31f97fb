package ci.galley.status;

import ci.galley.model.Build;
import ci.galley.model.Project;
import ci.galley.model.ProjectName;
import ci.galley.model.Projects;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Carries letters to GitHub, one request a step, and decides from the answer what comes next. Never waits itself, but says
 * how long to: so a day of it can be tried in a moment. For use by one thread.
 */
final class Courier {
    /** Long enough not to hammer, short enough for somebody who mends TOKEN's rights and watches. */
    static final Duration AFTER_REFUSAL = Duration.ofMinutes(15);

    /** What GitHub allows in the names of owners and repositories. */
    private static final Predicate<String> REPOSITORY =
            Pattern.compile("[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+").asMatchPredicate();

    private static final Predicate<String> DOTS =
            Pattern.compile("(^|.*/)\\.{1,2}(/.*|$)").asMatchPredicate();

    private final Outbox outbox;
    private final GitHubClient client;
    private final Projects projects;
    private final Reported reported;
    private final Ticks ticks;
    private final Pace pace = new Pace();
    private final CourierLog log;

    Courier(Outbox outbox, GitHubClient client, Projects projects, Reported reported, Ticks ticks) {
        this.outbox = outbox;
        this.client = client;
        this.projects = projects;
        this.reported = reported;
        this.ticks = ticks;
        this.log = new CourierLog(client.settings().api());
    }

    /**
     * Sends at most one request.
     *
     * @return how long there is nothing to do; nothing where it depends on new letters
     */
    Optional<Duration> step() throws InterruptedException {
        for (Letter old : outbox.expired(ticks.nanos())) {
            log.gaveUp(old);
            outbox.settle(old);
        }
        Optional<Letter> due = outbox.take(ticks.nanos(), this::earliest);
        if (due.isPresent()) {
            deliver(due.get());
        }
        OptionalLong next = outbox.nextDue(this::earliest);
        return next.isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, next.getAsLong() - ticks.nanos())));
    }

    private long earliest(Letter letter) {
        return Math.max(letter.notBefore(), pace.earliest(letter.build().project()));
    }

    private void deliver(Letter letter) throws InterruptedException {
        try {
            Optional<String> repository = repository(letter.build().project());
            if (repository.isEmpty()) {
                outbox.settle(letter);
            } else {
                send(
                        letter,
                        CommitStatus.of(
                                letter.build(),
                                repository.get(),
                                client.settings().domain()));
            }
        } catch (RuntimeException e) {
            // a fault of ours, or of the disk: it must neither end this thread nor be tried without end
            again(letter, client.sanitize(e.toString()));
        } catch (InterruptedException e) {
            outbox.putBack(letter);
            throw e;
        }
    }

    private Optional<String> repository(ProjectName name) {
        Optional<Project> project = projects.find(name);
        Optional<String> repository =
                project.flatMap(Project::repository).filter(REPOSITORY).filter(DOTS.negate());
        if (project.isPresent() && repository.isEmpty()) {
            log.noRepository(name, project.get().remote());
        }
        return repository;
    }

    private void send(Letter letter, CommitStatus status) throws InterruptedException {
        Answer answer;
        try {
            answer = client.post(letter.movedTo() == null ? client.address(status) : letter.movedTo(), status);
        } catch (IOException e) {
            pace.unreachable(ticks.nanos());
            again(letter, client.describe(e));
            return;
        } finally {
            pace.wrote(ticks.nanos());
        }
        pace.reached();
        answer.wait(ticks.clock()).ifPresent(wait -> pace.pause(ticks.nanos(), wait));
        act(letter, status, answer);
    }

    private void act(Letter letter, CommitStatus status, Answer answer) {
        Verdict verdict = Verdict.of(answer, letter.movedTo() != null);
        switch (verdict) {
            case ACCEPTED -> accepted(letter, status);
            case AGAIN -> again(letter, unexpected(answer));
            case LIMITED -> limited(letter, answer);
            case MOVED -> moved(letter, status, answer);
            case TOKEN_REFUSED, REPOSITORY_REFUSED, STATUS_REFUSED, LED_AWAY ->
                refused(letter, status, answer, verdict);
        }
    }

    private void accepted(Letter letter, CommitStatus status) {
        ProjectName project = letter.build().project();
        pace.accepted(project);
        outbox.settle(letter);
        log.accepted(letter, status);
        note(letter.build());
    }

    private void note(Build told) {
        try {
            reported.reported(told);
        } catch (IOException | RuntimeException e) {
            log.notNoted(told, e);
        }
    }

    private static String unexpected(Answer answer) {
        return answer.status() >= 300
                ? answer.summary()
                : answer.summary() + " instead of 201, so that somebody else answers; is GITHUB_API right?";
    }

    private void again(Letter letter, String why) {
        long retryAt = ticks.nanos() + Pace.retry(letter.failures()).toNanos();
        log.trouble(letter, why);
        outbox.putBack(letter.failed(why, retryAt));
    }

    private void limited(Letter letter, Answer answer) {
        if (answer.wait(ticks.clock()).isEmpty()) {
            pace.limited(ticks.nanos());
        }
        log.limited(
                letter, answer, Duration.ofNanos(pace.earliest(letter.build().project()) - ticks.nanos()));
        outbox.putBack(letter.troubled(answer.summary()));
    }

    private void moved(Letter letter, CommitStatus status, Answer answer) {
        log.moved(letter.build().project(), status.repository());
        outbox.putBack(letter.moved(answer.location().orElseThrow()));
    }

    private void refused(Letter letter, CommitStatus status, Answer answer, Verdict verdict) {
        if (verdict == Verdict.TOKEN_REFUSED) {
            pace.pause(ticks.nanos(), AFTER_REFUSAL);
        } else if (verdict != Verdict.STATUS_REFUSED) {
            pace.pause(letter.build().project(), ticks.nanos(), AFTER_REFUSAL);
        }
        log.refused(letter, status, answer, verdict);
        outbox.settle(letter);
    }
}

package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ci.galley.model.CommitHash;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Pushes commits and kills the daemon meanwhile, a random time after a moment that it waits for; then starts it again. What
 * a kill has hit is read from the disk afterwards.
 */
final class Killer implements AutoCloseable {
    private static final List<KillMoment> WANTED =
            List.of(KillMoment.QUEUED, KillMoment.IN_TEX, KillMoment.PUBLISHING, KillMoment.REPORTING);

    private static final List<KillMoment> ALL = List.of(KillMoment.values());

    private final Galley galley;
    private final FakeGitHub gitHub;
    private final Random random;
    private final List<Upstream> authors = new ArrayList<>();
    private final List<AcceptedPush> accepted = new ArrayList<>();
    private final Map<KillMoment, Integer> met = new EnumMap<>(KillMoment.class);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private int commits;

    Killer(Galley galley, GitDaemon server, FakeGitHub gitHub, Random random) {
        this.galley = galley;
        this.gitHub = gitHub;
        this.random = random;
        for (String name : List.of("Maths", "Physics", "Poetry")) {
            authors.add(galley.projectFrom(server, name));
        }
    }

    int kills() {
        return met.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many kills met each moment; each counts once. */
    Map<KillMoment, Integer> met() {
        return met;
    }

    /** Of the moments that have to be met, the count of the one that was met least. */
    int fewestOfAMoment() {
        return met.getOrDefault(rarest(), 0);
    }

    List<AcceptedPush> accepted() {
        return accepted;
    }

    /** One kill, and a new start, which is not waited for. */
    void round() throws Exception {
        Upstream author = authors.get(random.nextInt(authors.size()));
        AcceptedPush next = commit(author);
        galley.program().awaitListening();
        KillMoment aim = random.nextInt(3) > 0 ? rarest() : ALL.get(random.nextInt(ALL.size()));
        if (random.nextInt(4) > 0) {
            awaitBuilds(); // otherwise the next kill may hit what the last one has hit
        }
        switch (aim) {
            case STARTING -> killStarting(next);
            case ARRIVING -> killArriving(next);
            case REPORTING -> killReporting(next);
            case QUEUED -> {
                push(next);
                kill(aim, push(commit(author)), 200);
            }
            default -> {
                push(next);
                awaitMoment(aim, next);
                kill(aim, next, aim == KillMoment.IN_TEX ? 400 : 20);
            }
        }
    }

    private KillMoment rarest() {
        return WANTED.stream()
                .min((one, other) -> met.getOrDefault(one, 0) - met.getOrDefault(other, 0))
                .orElseThrow();
    }

    private void awaitBuilds() {
        await("builds")
                .atMost(Galley.PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> accepted.stream().noneMatch(push -> Galley.isOpen(record(push))));
    }

    /** A new commit of an author, one in six with a mistake. */
    private AcceptedPush commit(Upstream author) {
        String words = "Version " + ++commits + " of " + author.name() + ".";
        boolean typesets = random.nextInt(6) > 0;
        CommitHash commit =
                author.document(typesets ? words : words + " \\mistake").commit(words);
        return new AcceptedPush(author, commit, words, typesets);
    }

    private AcceptedPush push(AcceptedPush push) {
        if (!isAccepted(push)) {
            throw new AssertionError("no answer to the push of " + push.words());
        }
        return push;
    }

    /** False where no answer came. */
    private boolean isAccepted(AcceptedPush push) {
        int answer;
        try {
            answer = galley.push(push.author(), push.commit()).statusCode();
        } catch (UncheckedIOException e) {
            return false;
        }
        if (answer != 202 && answer != 200) {
            throw new AssertionError("the push of " + push.words() + " was answered " + answer);
        }
        accepted.add(push);
        return true;
    }

    private void awaitMoment(KillMoment aim, AcceptedPush push) {
        Path folder = Aftermath.folder(galley, push);
        Predicate<JsonNode> met = record -> switch (aim) {
            case FETCHING -> record.path("state").asText().equals("running");
            case IN_TEX, PUBLISHING ->
                record.path("state").asText().equals("running")
                        && KillMoment.ofLog(folder, record).compareTo(aim) >= 0;
            default -> !Galley.isOpen(record);
        };
        await(aim.name())
                .atMost(Galley.PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> record(push), record -> met.test(record) || !Galley.isOpen(record));
    }

    private void killStarting(AcceptedPush push) throws Exception {
        push(push);
        killWithin(1000);
        count(KillMoment.DONE, push);
        galley.launch();
        killWithin(700);
        count(KillMoment.STARTING, push);
        galley.launch();
    }

    private void killArriving(AcceptedPush push) throws Exception {
        CompletableFuture<Boolean> answered = CompletableFuture.supplyAsync(() -> isAccepted(push));
        killWithin(30);
        boolean promised = answered.get();
        count(KillMoment.ARRIVING, push);
        galley.launch();
        if (!promised) {
            galley.program().awaitListening();
            push(push); // as a person does at GitHub, with "Redeliver"
        }
    }

    /** GitHub has got a commit status; whether its answer still gets through is left to chance. */
    private void killReporting(AcceptedPush push) throws Exception {
        push(push);
        CompletableFuture<FakeGitHub.Status> arrival = new CompletableFuture<>();
        CountDownLatch answer = new CountDownLatch(random.nextInt(2));
        gitHub.onArrival(status -> {
            if (arrival.complete(status)) {
                awaitUninterrupted(answer);
            }
        });
        String told = arrival.get(60, TimeUnit.SECONDS).commit();
        AcceptedPush hit = accepted.stream()
                .filter(one -> one.commit().value().equals(told))
                .findFirst()
                .orElseThrow();
        killWithin(15);
        gitHub.onArrival(status -> {});
        answer.countDown();
        count(KillMoment.REPORTING, hit);
        galley.launch();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill(KillMoment aim, AcceptedPush push, int withinMillis) throws Exception {
        killWithin(withinMillis);
        count(aim, push);
        galley.launch();
    }

    private void killWithin(int millis) throws Exception {
        long nanos = random.nextLong(TimeUnit.MILLISECONDS.toNanos(millis));
        timer.schedule(galley::kill, nanos, TimeUnit.NANOSECONDS).get(60, TimeUnit.SECONDS);
        assertThat(galley.program().exitStatus()).as("not ended by itself").isEqualTo(128 + 9);
    }

    /** Notes what the kill of a push's build has hit: what was aimed at if that was so, else what was. */
    private void count(KillMoment aim, AcceptedPush push) {
        accepted.forEach(this::noteCutOff);
        if (!accepted.contains(push)) {
            noteCutOff(push); // it may have come though its answer was lost
        }
        boolean listened = galley.program().output().contains("listens");
        Set<KillMoment> moments =
                listened ? KillMoment.of(Aftermath.folder(galley, push), gitHub) : EnumSet.of(KillMoment.STARTING);
        met.merge(moments.contains(aim) ? aim : moments.iterator().next(), 1, Integer::sum);
    }

    private void noteCutOff(AcceptedPush push) {
        if (Files.exists(Aftermath.folder(galley, push).resolve(".status.json"))) {
            JsonNode record = record(push);
            if (record.path("state").asText().equals("running")) {
                push.cutOff(record.path("startedAt").asText());
            }
        }
    }

    private JsonNode record(AcceptedPush push) {
        return Galley.json(Aftermath.folder(galley, push).resolve(".status.json"));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

package ci.galley.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ci.galley.model.Build;
import ci.galley.model.CommitHash;
import ci.galley.model.FixedProjects;
import ci.galley.model.Project;
import ci.galley.model.ProjectName;
import ci.galley.model.Push;
import ci.galley.model.Trigger;
import ci.galley.queue.BuildQueue.Admission;
import ci.galley.queue.QueueFullException;
import ci.galley.support.http.HttpException;
import ci.galley.support.http.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookHandlerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final String AFTER = "1f31488cca82ad562eb9ef7e3e85041ddd29a8ff";
    private static final String BEFORE = "6113728f27ae82c7b1a177c8d03f9e96e0adf246";
    private static final String ZERO = "0".repeat(40);

    private final FixedProjects projects = new FixedProjects()
            .with("Maths", "git@github.com:Ada/Maths.git")
            .with("Local", "/srv/git/local.git")
            .with(new Project(
                    new ProjectName("Detached"),
                    null,
                    "https://github.com/ada/maths",
                    "No branch is checked out: git switch main"))
            .building("draft");
    private final List<Push> pushes = new ArrayList<>();
    private final List<Boolean> tracked = new ArrayList<>();
    private PushReceiver receiver = (push, isTracked) -> {
        pushes.add(push);
        tracked.add(isTracked);
        return new Admission(build(push), pushes.size() == 1);
    };

    private static Build build(Push push) {
        return Build.queued(push.project(), push.commit(), 1, push.branch(), push.trigger(), NOW);
    }

    private Response handle(Event event, @Nullable String secret) throws IOException {
        WebhookHandler handler = new WebhookHandler(
                projects, receiver, build -> build.commit().value().getBytes(StandardCharsets.UTF_8), secret);
        return handler.handle(event);
    }

    private Response handle(Event event) throws IOException {
        return handle(event.signed(), Event.SECRET);
    }

    private HttpException refusal(Event event, @Nullable String secret) {
        HttpException refusal = catchThrowableOfType(HttpException.class, () -> handle(event, secret));
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(pushes).isEmpty();
        return refusal;
    }

    private HttpException refusal(Event event) {
        return refusal(event.signed(), Event.SECRET);
    }

    private static String text(Response response) throws IOException {
        return new String(response.content().open().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String json(String ref, String after) {
        return """
                {"ref": "%s", "before": "%s", "after": "%s", "deleted": false, "forced": false,
                 "repository": {"full_name": "ada/maths", "pushed_at": 1557933657}, "head_commit": null}
                """.formatted(ref, BEFORE, after);
    }

    private static Event push() {
        return Event.push(json("refs/heads/master", AFTER));
    }

    @Test
    void signedPushIsAcceptedWithItsRecord() throws IOException {
        Response response = handle(push());
        assertThat(response.status()).isEqualTo(202);
        assertThat(response.headers().getFirst("Content-Type")).isEqualTo("application/json; charset=utf-8");
        assertThat(text(response)).isEqualTo(AFTER);
        assertThat(pushes)
                .containsExactly(new Push(
                        new ProjectName("Maths"),
                        new CommitHash(AFTER),
                        "master",
                        new CommitHash(BEFORE),
                        Instant.ofEpochSecond(1557933657),
                        Trigger.WEBHOOK));
        assertThat(tracked).containsExactly(true);
    }

    @Test
    void knownCommitIsAnswered200() throws IOException {
        handle(push());
        assertThat(handle(push()).status()).isEqualTo(200);
        assertThat(pushes).hasSize(2);
    }

    @Test
    void addressMayBeginWithApi() throws IOException {
        assertThat(handle(push().to("api", "Maths")).status()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"maths", "Unknown", "..", "Maths_build/x", "api", "a\u0000b", ""})
    void unknownProjectIs404BeforeAnythingIsRead(String name) {
        Event event = push().to(name);
        assertThat(refusal(event).status()).isEqualTo(404);
        assertThat(event.reads()).isZero();
    }

    static Stream<List<String>> wrongTypes() {
        return Stream.of(
                List.of(),
                List.of("text/plain"),
                List.of("application/x-www-form-urlencoded"),
                List.of("application/json; charset=utf-16"),
                List.of("application/json; charset=iso-8859-1"),
                List.of("application/jsonp"),
                List.of("application/json, text/plain"),
                List.of("application/json", "application/json"));
    }

    @ParameterizedTest
    @MethodSource("wrongTypes")
    void otherTypesAre415WithAHintBeforeAnythingIsRead(List<String> types) {
        Event event = push().header("Content-Type", types);
        HttpException refusal = refusal(event);
        assertThat(refusal.status()).isEqualTo(415);
        assertThat(refusal.detail()).contains("Content type").contains("application/json");
        assertThat(event.reads()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json; charset=utf-8",
                "application/json;charset=\"UTF-8\""
            })
    void jsonMayNameItsCharset(String type) throws IOException {
        assertThat(handle(push().header("Content-Type", List.of(type))).status())
                .isEqualTo(202);
    }

    @Test
    void bodyOver25MiBIs413() {
        assertThat(refusal(push().ofLength(26_214_401)).status()).isEqualTo(413);
    }

    @Test
    void body25MiBLargeIsNot413() throws IOException {
        assertThat(handle(push().ofLength(26_214_400)).status()).isEqualTo(202);
    }

    static Stream<List<String>> wrongSignatures() {
        byte[] body = json("refs/heads/master", AFTER).getBytes(StandardCharsets.UTF_8);
        String right = "sha256=" + Event.hmac("HmacSHA256", body);
        String wrong = "sha256=" + "0".repeat(64);
        return Stream.of(
                List.of(),
                List.of(wrong),
                List.of(wrong, right),
                List.of(right, wrong),
                List.of(right, right),
                List.of(right + ", " + right),
                List.of(right.substring("sha256=".length())),
                List.of("sha256=" + Event.hmac("HmacSHA1", body)),
                List.of("sha512=" + Event.hmac("HmacSHA512", body)),
                List.of("x"));
    }

    @ParameterizedTest
    @MethodSource("wrongSignatures")
    void pushWithWrongSignatureIsRefused(List<String> signatures) {
        HttpException refusal = refusal(push().header(Signature.HEADER, signatures), Event.SECRET);
        assertThat(refusal.status()).isEqualTo(401);
        assertThat(refusal.headers()).containsKey("WWW-Authenticate");
        assertThat(refusal.detail()).doesNotContain(Event.SECRET);
    }

    @Test
    void sha1SignatureAloneIsRefused() {
        byte[] body = json("refs/heads/master", AFTER).getBytes(StandardCharsets.UTF_8);
        Event event = push().header("X-Hub-Signature", List.of("sha1=" + Event.hmac("HmacSHA1", body)));
        assertThat(refusal(event, Event.SECRET).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[[[[", "", "not json"})
    void nothingIsParsedBeforeTheSignatureIsRight(String body) {
        assertThat(refusal(Event.push(body), Event.SECRET).status()).isEqualTo(401);
        assertThat(refusal(Event.push(body)).status()).isEqualTo(400);
    }

    @Test
    void bodyChangedByOneBlankIsRefused() {
        Event event = push().signed().body((json("refs/heads/master", AFTER) + " ").getBytes(StandardCharsets.UTF_8));
        assertThat(refusal(event, Event.SECRET).status()).isEqualTo(401);
    }

    @Test
    void signatureIsOverTheBytesAndNotOverWhatTheyMean() {
        Event event = Event.push("{\"x\": \"\u00e4\"}")
                .signed()
                .body("{\"x\": \"\\u00e4\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(refusal(event, Event.SECRET).status()).isEqualTo(401);
    }

    @Test
    void withoutSecretNoSignatureIsNeeded() throws IOException {
        assertThat(handle(push(), null).status()).isEqualTo(202);
        assertThat(handle(push().header(Signature.HEADER, List.of("nonsense")), null)
                        .status())
                .isEqualTo(200);
    }

    static Stream<List<String>> wrongEvents() {
        return Stream.of(
                List.of(), List.of(""), List.of("push", "ping"), List.of("PUSH"), List.of("push\n"), List.of("<b>"));
    }

    @ParameterizedTest
    @MethodSource("wrongEvents")
    void missingEventNameIs400(List<String> names) {
        assertThat(refusal(push().header("X-GitHub-Event", names)).status()).isEqualTo(400);
    }

    @Test
    void pingIsAnsweredWithPong() throws IOException {
        Response response = handle(Event.of("ping", "{\"zen\": \"Design for failure.\"}"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(text(response)).isEqualTo("pong\n");
        assertThat(refusal(Event.of("ping", "{}"), Event.SECRET).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "fork,               refs/heads/master, AFTER, the event \"\"fork\"\"",
        "push,               refs/heads/master, ZERO,  refs/heads/master was deleted",
        "push,               refs/tags/v1,      ZERO,  refs/tags/v1 was deleted",
        "push,               refs/tags/v1,      AFTER, refs/tags/v1 is not a branch",
        "push,               refs/pull/1/head,  AFTER, refs/pull/1/head is not a branch",
        "push,               refs/heads/other,  AFTER, the branch other: built are master",
    })
    void whatMakesNoBuildIsIgnoredSayingWhy(String event, String ref, String after, String why) throws IOException {
        Response response = handle(Event.of(event, json(ref, after.equals("ZERO") ? ZERO : AFTER)));
        assertThat(response.status()).isEqualTo(200);
        String answer = text(response).replace("\\\"", "\"");
        assertThat(answer).startsWith("{\"ignored\":\"").contains(why.replace("\"\"", "\""));
        assertThat(pushes).isEmpty();
    }

    @Test
    void deletionWithoutACommitIsIgnored() throws IOException {
        String json = json("refs/heads/master", ZERO).replace("\"deleted\": false", "\"deleted\": true");
        assertThat(text(handle(Event.push(json)))).contains("was deleted");
    }

    @Test
    void branchThatTheConfigurationNamesIsBuilt() throws IOException {
        assertThat(handle(Event.push(json("refs/heads/draft", AFTER))).status()).isEqualTo(202);
        assertThat(tracked).containsExactly(false);
        assertThat(pushes.get(0).branch()).isEqualTo("draft");
    }

    @Test
    void malformedPushNamesTheField() {
        HttpException refusal = refusal(Event.push(json("refs/heads/master", "../../x")));
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.detail()).contains("after is \"../../x\"");
    }

    @Test
    void pushToAnotherRepositoryIsRefusedNamingBoth() {
        HttpException refusal =
                refusal(Event.push(json("refs/heads/master", AFTER).replace("ada/maths", "eve/<b>\\u202e")));
        assertThat(refusal.status()).isEqualTo(422);
        assertThat(refusal.detail()).contains("eve/<b>?").contains("Ada/Maths");
    }

    @Test
    void repositoryMustBeNamedWhereItIsKnown() throws IOException {
        String anonymous = json("refs/heads/master", AFTER).replace("\"full_name\": \"ada/maths\", ", "");
        assertThat(refusal(Event.push(anonymous)).detail()).contains("repository.full_name is missing");
        assertThat(handle(Event.push(anonymous).to("Local")).status()).isEqualTo(202);
    }

    @Test
    void cloneOfAPathTakesEveryRepository() throws IOException {
        assertThat(handle(push().to("Local")).status()).isEqualTo(202);
    }

    @Test
    void projectWithAProblemSaysWhatToDo() {
        HttpException refusal = refusal(push().to("Detached"));
        assertThat(refusal.status()).isEqualTo(422);
        assertThat(refusal.detail()).contains("git switch main");
    }

    @Test
    void fullQueueIs503WithATime() {
        receiver = (push, isTracked) -> {
            throw new QueueFullException("100 builds wait; redeliver later.");
        };
        HttpException refusal = refusal(push());
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.detail()).isEqualTo("100 builds wait; redeliver later.");
        assertThat(refusal.headers()).containsEntry("Retry-After", "60");
    }

    @Test
    void pushThatIsNotOnDiskIsNotAccepted() {
        receiver = (push, isTracked) -> {
            throw new IOException("/srv/ci/Maths_build/.tmp: No space left on device");
        };
        HttpException refusal = refusal(push());
        assertThat(refusal.status()).isEqualTo(507);
        assertThat(refusal.detail()).doesNotContain("/srv");
    }
}

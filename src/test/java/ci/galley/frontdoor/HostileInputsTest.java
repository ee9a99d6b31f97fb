package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ci.galley.frontdoor.Arena.Held;
import ci.galley.model.CommitHash;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that is known to have broken a server of this kind, sent to a daemon that holds builds in a sandbox; and to one
 * without, as far as that one promises to withstand it. After each, {@link Oracle} says what it achieved.
 */
class HostileInputsTest {
    /** The list that the tables follow; u07 is in {@link PredecessorTest}. */
    private static final String IDS =
            "c01 c02 c03 c05 c06 c09 e01 e02 e03 e07 e08 e09 e11 e13 g01 g02 g04 g05 g07 g08 g10 g11"
                    + " p01 p02 p03 p05 p07 p08 p10 p12 p14 t01 t02 t03 t04 t06 t07 t09 t11 t12 t14 t17 u01 u02 u04"
                    + " w01 w02 w03 w05 w07 w09 w11 w12 w14 w16 w18 w19 w21 w22 w23 w24 w28";

    @TempDir
    static Path folder;

    private static final Map<Held, Arena> ARENAS = new EnumMap<>(Held.class);
    private static Upstream maths;
    private static CommitHash built;

    @BeforeAll
    static void start() throws IOException {
        for (Held held : List.of(Held.BWRAP, Held.RESTRICTED)) {
            ARENAS.put(held, Arena.start(held, Files.createDirectories(folder.resolve(held.name()))));
        }
        Arena arena = arena(Held.BWRAP);
        maths = arena.project("Maths");
        built = maths.head();
        assertThat(arena.galley().build(maths, built).path("state").asText()).isEqualTo("success");
    }

    @AfterAll
    static void stop() throws IOException {
        ARENAS.values().forEach(Arena::close);
        PathWithout.remove(folder.resolve(Held.RESTRICTED.name()));
    }

    @Test
    void everyInputOfTheListIsInATable() {
        Stream<String> ids = Stream.concat(
                requests().stream().map(HostileRequest::id), commits().stream().map(HostileCommit::id));
        assertThat(new TreeSet<>(ids.toList())).containsExactly(IDS.split(" ", -1));
    }

    @TestFactory
    Stream<DynamicNode> hostileRequestIsRefused() {
        return requests().stream()
                .map(request -> dynamicContainer(
                        request.toString(),
                        Stream.of(
                                dynamicTest("direct", () -> refuse(request, 0, request.answers())),
                                dynamicTest("through nginx", () -> refuse(request, 1, request.throughNginx())))));
    }

    @TestFactory
    Stream<DynamicNode> hostileCommitIsHeldIn() {
        return commits().stream()
                .map(commit -> dynamicContainer(
                        commit.toString(),
                        ARENAS.keySet().stream()
                                .filter(commit::isPromised)
                                .map(held -> dynamicTest(
                                        held.toString(),
                                        () -> assertThat(commit.run(arena(held), held))
                                                .isEmpty()))));
    }

    private static void refuse(HostileRequest request, int way, List<Integer> answers) throws IOException {
        Arena arena = arena(Held.BWRAP);
        Oracle oracle = new Oracle(arena, maths.name());
        JsonNode builds = Galley.json(arena.galley().get("/api/Maths"));
        RawHttp.Answer answer =
                RawHttp.send(arena.ports().get(way), request.request().bytes());
        assertThat(answer.status()).as(answer.body()).isIn(answers);
        if (!request.sameAs().isEmpty()) {
            assertThat(answer.body())
                    .isEqualTo(arena.galley().get(request.sameAs()).body());
        }
        assertThat(answer.body()).doesNotContain("Exception", folder.toString());
        assertThat(Galley.json(arena.galley().get("/api/Maths"))).as("builds").isEqualTo(builds);
        assertThat(oracle.complaints()).isEmpty();
    }

    private static List<HostileRequest> requests() {
        return HostileRequests.against(maths, built, arena(Held.BWRAP).secret());
    }

    static List<HostileCommit> commits() {
        return Stream.of(HostileEvents.all(), HostileRepositories.all(), HostileDocuments.all())
                .flatMap(List::stream)
                .toList();
    }

    private static Arena arena(Held held) {
        return Objects.requireNonNull(ARENAS.get(held));
    }
}

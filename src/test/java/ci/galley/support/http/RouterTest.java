package ci.galley.support.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
    private final Router router = new Router()
            .add("GET", "/", request -> Response.text(200, "root"))
            .add("GET", "/{project}/{commit}", request -> Response.text(200, "build"))
            .add("GET", "/{project}", request -> Response.text(200, "project"))
            .add("POST", "/{project}", request -> Response.text(202, "hook"))
            .add("GET", "/healthz", request -> Response.text(200, "health"))
            .add("POST", "/{project}/build", request -> Response.text(202, "newest"));

    @ParameterizedTest
    @CsvSource({
        "'', /",
        "healthz, /healthz",
        "Maths, /{project}",
        "Maths/build, /{project}/{commit}",
        "Maths/abc, /{project}/{commit}"
    })
    void pathFindsItsRoute(String path, String pattern) {
        List<String> segments = path.isEmpty() ? List.of() : List.of(path.split("/", -1));
        assertThat(router.find(segments)).map(Router.Route::pattern).contains(pattern);
    }

    @Test
    void longerPathFindsNothing() {
        assertThat(router.find(List.of("Maths", "abc", "pdf"))).isEmpty();
    }

    @Test
    void headIsAnsweredLikeGet() throws Exception {
        assertThat(route("Maths").handle(new FakeRequest("HEAD", "Maths")).status())
                .isEqualTo(200);
    }

    @Test
    void optionsSaysWhatIsAllowed() throws Exception {
        Response response = route("Maths").handle(new FakeRequest("OPTIONS", "Maths"));
        assertThat(response.status()).isEqualTo(204);
        assertThat(response.headers().getFirst("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"post", "PUT", "DELETE", "TRACE", "get", "BREW"})
    void otherMethodIsRefused(String method) {
        HttpException refused = catchThrowableOfType(
                HttpException.class, () -> route("Maths").handle(new FakeRequest(method, "Maths")));
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.headers()).containsEntry("Allow", "GET, HEAD, OPTIONS, POST");
    }

    private Router.Route route(String... segments) {
        return router.find(List.of(segments)).orElseThrow();
    }
}

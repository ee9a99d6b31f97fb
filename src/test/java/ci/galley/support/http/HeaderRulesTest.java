package ci.galley.support.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderRulesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"a\" | true",
                "W/\"a\" | true",
                "\"x\", W/\"a\" | true",
                "\"x\",\"a\" | true",
                "* | true",
                "\"b\" | false",
                "a | false",
                "\"\" | false",
                "\"xa\" | false",
            })
    void ifNoneMatchIsComparedWeakly(String field, boolean matches) {
        assertThat(EntityTags.anyMatches(List.of(field), "\"a\"")).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | true",
                "TEXT/HTML | true",
                "*/* | false",
                "application/json | false",
                "application/json, text/html;q=0.5 | false",
                "application/json;q=0.5, text/html;q=0.5 | true",
                "text/html;q=0 | false",
                "text/html;q=x | false",
                "text/* | false",
            })
    void browserPrefersHtml(String field, boolean prefers) {
        assertThat(Accept.prefersHtml(new FakeRequest("GET").with("Accept", field)))
                .isEqualTo(prefers);
    }
}

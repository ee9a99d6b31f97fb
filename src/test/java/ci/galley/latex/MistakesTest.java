package ci.galley.latex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents with one mistake each, in {@code src/test/resources/mistakes}: every field of every problem. */
class MistakesTest {
    private static final String COLLECTION = "mistakes";

    @TempDir
    static Path scratch;

    private static Map<String, RealDocuments.Typed> typed;

    @BeforeAll
    static void typeset() throws Exception {
        typed = RealDocuments.typeset(COLLECTION, scratch);
    }

    static List<String> mistakes() throws Exception {
        return RealDocuments.names(COLLECTION);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void problemsAreToldAsTheirAuthorNeedsThem(String mistake) throws Exception {
        RealDocuments.Expected expected = RealDocuments.expected(COLLECTION, mistake);
        RealDocuments.Typed document = Objects.requireNonNull(typed.get(mistake));

        assertThat(RealDocuments.told(document, expected.problems()))
                .as(document.output())
                .isEqualTo(expected.problems());
        assertThat(ProblemReader.firstError(document.problems())).isEqualTo(expected.firstError());
    }

    @Test
    void thereAreMistakesOfManyKinds() throws Exception {
        assertThat(mistakes()).hasSizeGreaterThanOrEqualTo(30);
    }
}

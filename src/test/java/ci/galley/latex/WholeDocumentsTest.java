package ci.galley.latex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents as people write them, with many packages, in {@code src/test/resources/documents}: no false alarms. */
class WholeDocumentsTest {
    private static final String COLLECTION = "documents";

    @TempDir
    static Path scratch;

    private static Map<String, RealDocuments.Typed> typed;

    @BeforeAll
    static void typeset() throws Exception {
        typed = RealDocuments.typeset(COLLECTION, scratch);
    }

    static List<String> documents() throws Exception {
        return RealDocuments.names(COLLECTION);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void nothingIsToldButWhatIsTrue(String name) throws Exception {
        RealDocuments.Expected expected = RealDocuments.expected(COLLECTION, name);
        RealDocuments.Typed document = Objects.requireNonNull(typed.get(name));

        assertThat(document.folder().resolve("Document.pdf"))
                .as(document.output())
                .isNotEmptyFile();
        assertThat(RealDocuments.told(document, expected.problems())).isEqualTo(expected.problems());
    }
}

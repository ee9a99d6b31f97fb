package ci.galley.support.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"Ü\\u00fc\\n\"",
                "null",
                "true",
                "-1.5e3",
                "9007199254740993",
                "123456789012345678901234567890",
                "{\"a\": {\"b\": [1, [2, {\"c\": null}], false]}, \"d\": \"\"}"
            })
    void treeIsThatOfJacksonsMapper(String json) throws JsonProcessingException {
        String expected = new JsonMapper().readTree(json).toString();
        assertThat(JsonTree.read(json)).hasToString(expected);
        assertThat(JsonTree.read(json.getBytes(StandardCharsets.UTF_8))).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n"})
    void nothingIsMissing(String json) throws JsonProcessingException {
        assertThat(JsonTree.read(json).isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[1",
                "{\"a\"}",
                "{\"a\": }",
                "[1,]",
                "{} {}",
                "[] x",
                "]",
                "'a'",
                "{\"a\": 1, \"a\": 2}",
                "NaN"
            })
    void whatIsNoJsonIsRefused(String json) {
        assertThatThrownBy(() -> JsonTree.read(json)).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> JsonTree.read(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> JsonTree.read("[".repeat(100_000))).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> JsonTree.read("{\"a\":".repeat(100_000))).isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0xC3, 0xFF})
    void bytesThatAreNoTextAreRefused(int odd) {
        byte[] bytes = {'"', (byte) odd, '"'};
        assertThatThrownBy(() -> JsonTree.read(bytes)).isInstanceOf(JsonProcessingException.class);
        byte[] alone = {0, 0, (byte) odd, (byte) odd};
        assertThatThrownBy(() -> JsonTree.read(alone)).isInstanceOf(JsonProcessingException.class);
    }
}

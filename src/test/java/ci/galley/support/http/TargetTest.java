package ci.galley.support.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @Test
    void segmentsAreDecodedOneByOne() {
        assertThat(Target.parse("/Maths/a%2Fb/%C3%BCbung%201?x=1").segments())
                .containsExactly("Maths", "a/b", "übung 1");
    }

    @Test
    void slashAtTheEndMakesNoSegment() {
        assertThat(Target.parse("/Maths/").segments()).containsExactly("Maths");
        assertThat(Target.parse("/").segments()).isEmpty();
    }

    @Test
    void bytesThatWereNotEscapedAreDecodedToo() {
        assertThat(Target.parse("/\u00c3\u00bc").segments()).containsExactly("ü");
    }

    @Test
    void absoluteTargetNamesItsHost() {
        Target target = Target.parse("http://evil.example:81/Maths?q=1");
        assertThat(target.authority()).isEqualTo("evil.example:81");
        assertThat(target.segments()).containsExactly("Maths");
        assertThat(Target.parse("HTTP://evil.example").segments()).isEmpty();
        assertThat(Target.parse("http://evil.example?a").query()).isEqualTo("a");
    }

    @Test
    void twoSlashesDoNotNameAHost() {
        assertThatThrownBy(() -> Target.parse("//Maths/pdf"))
                .isInstanceOfSatisfying(
                        HttpException.class, e -> assertThat(e.status()).isEqualTo(404));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../etc/passwd",
                "/%2e%2e/%2E%2e/etc/passwd",
                "/./Maths",
                "/Maths/%2e/pdf",
                "/Maths%00/pdf",
                "/Maths%0a/pdf",
                "/Maths%7f",
                "/Maths%C2%85",
                "/..%5C..%5Cx",
                "/Maths/%",
                "/Maths/%4",
                "/Maths/%zz",
                "/Maths/%+1",
                "/Maths/%C3",
                "/Maths/%C0%AE",
                "/Maths/%ED%A0%80",
                "/Maths#pdf",
                "Maths",
                "mailto:a@b",
                "*",
                ""
            })
    void hostileTargetIsRefused(String raw) {
        HttpException refused = catchThrowableOfType(HttpException.class, () -> Target.parse(raw));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.detail()).doesNotContain("Exception").endsWith(".");
    }

    @Test
    void doubleDecodingDoesNotHappen() {
        assertThat(Target.parse("/%252e%252e").segments()).containsExactly("%2e%2e");
        assertThat(Target.parse("/a%2f..%2fb").segments()).containsExactly("a/../b");
    }

    @Test
    void queryParameterIsFoundAndDecoded() {
        Target target = Target.parse("/x?branch=a+b%2Bc&empty&branch=second&=no%20name");
        assertThat(target.query("branch")).contains("a b+c");
        assertThat(target.query("empty")).contains("");
        assertThat(target.query("limit")).isEmpty();
    }
}

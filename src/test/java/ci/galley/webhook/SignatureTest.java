package ci.galley.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
    private static final byte[] PAYLOAD = "Hello, World!".getBytes(StandardCharsets.UTF_8);

    /** GitHub's published example, for {@link Event#SECRET}. */
    private static final String HEX = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    private final Signature signature = new Signature(Event.SECRET);

    private boolean matches(String header) throws IOException {
        return signature.matches(header, new ByteArrayInputStream(PAYLOAD));
    }

    @Test
    void publishedExampleOfGitHubIsAccepted() throws IOException {
        assertThat(matches("sha256=" + HEX)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256=",
                HEX,
                "sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59",
                "sha1=" + HEX,
                "sha512=" + HEX,
                "SHA256=" + HEX,
                "sha256 = " + HEX,
                "sha256=" + HEX + " ",
                " sha256=" + HEX,
                "sha256=" + HEX + "\n",
                "sha256=" + HEX + ",sha256=" + HEX,
                "sha256=0000000000000000000000000000000000000000000000000000000000000000",
                "sha256=7",
                "sha256=zz7107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "sha256=\u0667\u0665\u0667107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "md5=x"
            })
    void otherFormsAreRefused(String header) throws IOException {
        assertThat(matches(header)).isFalse();
    }

    @Test
    void upperCaseAndHugeSignaturesAreRefused() throws IOException {
        assertThat(matches("sha256=" + HEX.toUpperCase(Locale.ROOT))).isFalse();
        assertThat(matches("sha256=" + "a".repeat(1_000_000))).isFalse();
    }

    /** Neither a plain digest over secret and body, nor that extended by somebody who does not know the secret. */
    @Test
    void plainDigestIsNoSignature() throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        sha.update(Event.SECRET.getBytes(StandardCharsets.UTF_8));
        assertThat(matches("sha256=" + HexFormat.of().formatHex(sha.digest(PAYLOAD))))
                .isFalse();
    }

    @Test
    void noneOf100000MutatedSignaturesIsAccepted() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        char[] digits = "0123456789abcdef".toCharArray();
        for (int i = 0; i < 100_000; i++) {
            char[] mutant = HEX.toCharArray();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                mutant[random.nextInt(mutant.length)] = digits[random.nextInt(digits.length)];
            }
            String hex = new String(mutant);
            assertThat(matches("sha256=" + hex)).as("seed %d: %s", seed, hex).isEqualTo(hex.equals(HEX));
        }
    }

    @Test
    void onlyTheExactBytesAreSigned() throws IOException {
        for (String other : new String[] {"Hello, World! ", "Hello, World!\n", "hello, World!", ""}) {
            byte[] bytes = other.getBytes(StandardCharsets.UTF_8);
            assertThat(signature.matches("sha256=" + HEX, new ByteArrayInputStream(bytes)))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void blankSecretIsRefused(String secret) {
        assertThatThrownBy(() -> new Signature(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SECRET");
    }

    /** That it takes the same time cannot be measured reliably: so the source is held to the JDK's comparison. */
    @Test
    void comparisonTakesTheSameTimeWhereverTheyDiffer() throws IOException {
        String source = Files.readString(Path.of("src/main/java/ci/galley/webhook/Signature.java"));
        assertThat(source)
                .contains("MessageDigest.isEqual(")
                .doesNotContain(".equals(")
                .doesNotContain("Arrays.");
    }
}

package ci.galley.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ci.galley.model.CommitHash;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushEventReaderTest {
    private static final String AFTER = "1f31488cca82ad562eb9ef7e3e85041ddd29a8ff";
    private static final String BEFORE = "6113728f27ae82c7b1a177c8d03f9e96e0adf246";
    private static final String ZERO = "0".repeat(40);
    private static final String REQUIRED = "\"ref\": \"refs/heads/main\", \"after\": \"" + AFTER + "\"";

    private static PushEvent read(String json) throws Exception {
        return read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static PushEvent read(byte[] bytes) throws Exception {
        return PushEventReader.read(new ByteArrayInputStream(bytes));
    }

    @Test
    void everyFieldIsRead() throws Exception {
        PushEvent event = read("""
                {"ref": "refs/heads/draft/1", "before": "%s", "after": "%s", "deleted": false, "head_commit": null,
                 "commits": [{"id": "x", "after": "y"}], "repository": {"owner": {"full_name": "no"}, "full_name": "ada/maths",
                 "pushed_at": 1557933657, "ref": "no"}, "sender": {"after": "no"}}
                """.formatted(BEFORE, AFTER));
        assertThat(event)
                .isEqualTo(new PushEvent(
                        "refs/heads/draft/1",
                        new CommitHash(AFTER),
                        new CommitHash(BEFORE),
                        false,
                        "ada/maths",
                        Instant.ofEpochSecond(1557933657)));
        assertThat(event.branch()).contains("draft/1");
    }

    @Test
    void littleIsEnough() throws Exception {
        PushEvent event = read("{" + REQUIRED + "}");
        assertThat(event.before()).isNull();
        assertThat(event.repository()).isNull();
        assertThat(event.pushedAt()).isNull();
        assertThat(event.isDeletion()).isFalse();
    }

    @Test
    void newBranchHasNoBefore() throws Exception {
        assertThat(read("{" + REQUIRED + ", \"before\": \"" + ZERO + "\"}").before())
                .isNull();
    }

    @Test
    void deletionIsKnownByEitherSign() throws Exception {
        assertThat(read("{\"ref\": \"refs/heads/x\", \"after\": \"" + ZERO + "\"}")
                        .isDeletion())
                .isTrue();
        assertThat(read("{" + REQUIRED + ", \"deleted\": true}").isDeletion()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2019-05-15T15:20:57Z", "2019-05-15T17:20:57+02:00"})
    void timeMayBeADate(String date) throws Exception {
        assertThat(read("{" + REQUIRED + ", \"repository\": {\"pushed_at\": \"" + date + "\"}}")
                        .pushedAt())
                .isEqualTo(Instant.ofEpochSecond(1557933657));
    }

    static Stream<Arguments> wrongFields() {
        return Stream.of(
                arguments("{\"after\": \"" + AFTER + "\"}", "ref is missing"),
                arguments("{\"ref\": \"refs/heads/main\"}", "after is missing"),
                arguments("{\"ref\": null, \"after\": \"" + AFTER + "\"}", "ref is null"),
                arguments("{\"ref\": [\"refs/heads/main\"], \"after\": \"" + AFTER + "\"}", "ref is not a string"),
                arguments("{\"ref\": \"main\", \"after\": \"" + AFTER + "\"}", "ref is \"main\""),
                arguments("{\"ref\": \"refs/heads/a b\", \"after\": \"" + AFTER + "\"}", "ref is"),
                arguments("{\"ref\": \"refs/heads/a\\u0000b\", \"after\": \"" + AFTER + "\"}", "ref is"),
                arguments("{\"ref\": \"refs/heads/a\\ud800b\", \"after\": \"" + AFTER + "\"}", "ref is"),
                arguments("{\"ref\": \"refs/heads/" + "a".repeat(2000) + "\", \"after\": \"" + AFTER + "\"}", "ref is"),
                arguments("{" + REQUIRED + ", \"before\": \"HEAD\"}", "before is \"HEAD\""),
                arguments("{" + REQUIRED + ", \"before\": 5}", "before is not a string"),
                arguments("{" + REQUIRED + ", \"deleted\": \"no\"}", "deleted is neither"),
                arguments("{" + REQUIRED + ", \"repository\": \"ada/maths\"}", "repository is not an object"),
                arguments("{" + REQUIRED + ", \"repository\": null}", "repository is not an object"),
                arguments("{" + REQUIRED + ", \"repository\": {\"full_name\": null}}", "repository.full_name is null"),
                arguments("{" + REQUIRED + ", \"repository\": {\"full_name\": {}}}", "repository.full_name is not"),
                arguments("{" + REQUIRED + ", \"repository\": {\"pushed_at\": 1e999999}}", "repository.pushed_at"),
                arguments("{" + REQUIRED + ", \"repository\": {\"pushed_at\": 1.5}}", "repository.pushed_at"),
                arguments(
                        "{" + REQUIRED + ", \"repository\": {\"pushed_at\": 99999999999999999999}}",
                        "repository.pushed_at"),
                arguments(
                        "{" + REQUIRED + ", \"repository\": {\"pushed_at\": 999999999999999999}}",
                        "repository.pushed_at"),
                arguments("{" + REQUIRED + ", \"repository\": {\"pushed_at\": \"now\"}}", "repository.pushed_at"),
                arguments("{" + REQUIRED + ", \"repository\": {\"pushed_at\": []}}", "repository.pushed_at"),
                arguments("{" + REQUIRED + ", \"after\": \"" + BEFORE + "\"}", "twice: after"),
                arguments("{" + REQUIRED + ", \"x\": 1, \"x\": 2}", "twice: x"),
                arguments("{" + REQUIRED + ", \"aft\\u0065r\": \"" + BEFORE + "\"}", "twice: after"));
    }

    @ParameterizedTest
    @MethodSource("wrongFields")
    void wrongFieldIsNamed(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining(message);
    }

    /** Values of {@code after} that are no full lower-case hash, as JSON. */
    static Stream<String> wrongHashes() {
        return Stream.of(
                "7",
                "null",
                "true",
                "[\"" + AFTER + "\"]",
                "{\"x\": 1}",
                "\"\"",
                "\"" + AFTER + "\\n\"",
                "\" " + AFTER + "\"",
                "\"" + AFTER.substring(1) + "\"",
                "\"" + AFTER + "0\"",
                "\"1F31488CCA82AD562EB9EF7E3E85041DDD29A8FF\"",
                "\"--upload-pack=x\"",
                "\"HEAD;touch x\"",
                "\"../../x\"",
                "\"" + "g".repeat(40) + "\"",
                "\"\u0661" + AFTER.substring(1) + "\"");
    }

    @ParameterizedTest
    @MethodSource("wrongHashes")
    void afterMustBeAFullHash(String value) {
        assertThatThrownBy(() -> read("{\"ref\": \"refs/heads/main\", \"after\": " + value + "}"))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("after is");
    }

    static Stream<String> notAnEvent() {
        return Stream.of(
                "",
                " ",
                "{",
                "}",
                "null",
                "[]",
                "\"x\"",
                "1e999999",
                "-",
                "nul",
                "{\"a\"}",
                "{\"a\":}",
                "{a: 1}",
                "{'a': 1}",
                "{\"a\": 01}",
                "{\"a\": +1}",
                "{\"a\": .5}",
                "{\"a\": NaN}",
                "{\"a\": 1,}",
                "{\"a\": [1,]}",
                "{\"a\": 1 \"b\": 2}",
                "{\"a\": \"\\x\"}",
                "{\"a\": \"\\u12\"}",
                "{\"a\": \"line\nbreak\"}",
                "{\"a\": \"\u0000\"}",
                "{\"a\": 1 // comment\n}",
                "{" + REQUIRED + "} {}",
                "{" + REQUIRED + "} x",
                "{" + REQUIRED + "}}",
                "{" + REQUIRED + ", \"x\": [}",
                "{" + REQUIRED + ", \"x\": " + "[".repeat(65) + "]".repeat(65) + "}",
                "{" + REQUIRED + ", \"" + "n".repeat(70_000) + "\": 1}",
                "{" + REQUIRED + ", \"x\": " + "1".repeat(1_000_000) + "}",
                "\ufeff{" + REQUIRED + "}");
    }

    @ParameterizedTest
    @MethodSource("notAnEvent")
    void whatIsNotOneJsonObjectIsRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(MalformedEventException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"})
    void otherEncodingsAreRefused(String charset) {
        assertThatThrownBy(() -> read(("{" + REQUIRED + "}").getBytes(Charset.forName(charset))))
                .isInstanceOf(MalformedEventException.class);
    }

    @Test
    void brokenUtf8IsRefusedWhereverItIs() {
        byte[] bytes = ("{" + REQUIRED + ", \"sender\": {\"login\": \"X\"}}").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 'X') {
                bytes[i] = (byte) 0xff;
            }
        }
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void hundredThousandBracketsAreRefusedAtOnce() {
        long before = System.nanoTime();
        assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> read("{\"a\":".repeat(100_000))).isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> read("{" + REQUIRED + ", \"x\": " + "[".repeat(100_000)))
                .isInstanceOf(MalformedEventException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void equalHashesDoNotSlowItDown() {
        StringBuilder json = new StringBuilder("{" + REQUIRED);
        for (int i = 0; i < 100_000; i++) {
            String bits = String.format("%17s", Integer.toBinaryString(i)).replace(' ', '0');
            // "Aa" and "BB" have the same hash
            json.append(", \"")
                    .append(bits.replace("0", "Aa").replace("1", "BB"))
                    .append("\": 1");
        }
        String top = json + "}";
        String inside = "{" + REQUIRED + ", \"x\": " + top + "}";
        long before = System.nanoTime();
        assertThatThrownBy(() -> read(top)).hasMessageContaining("more than 1000 fields");
        assertThat(readQuietly(inside).ref()).isEqualTo("refs/heads/main");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    private static PushEvent readQuietly(String json) {
        try {
            return read(json);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Reads the events named on the command line; runs in a small Java of its own. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] files) throws Exception {
            for (String file : files) {
                try {
                    System.out.println(PushEventReader.read(Files.newInputStream(Path.of(file)))
                            .ref());
                } catch (MalformedEventException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    @Test
    void event25MiBLargeNeedsNoMoreThanAFewMiB(@TempDir Path folder) throws Exception {
        Path names = write(folder, "names", "{" + REQUIRED + ", \"x\": {\"\": 0", i -> ",\"n" + i + "\":0", "}}");
        Path items = write(folder, "items", "{" + REQUIRED + ", \"x\": [0", i -> ",\"" + i + "\"", "]}");
        Path text = write(folder, "text", "{" + REQUIRED + ", \"x\": \"", i -> "abcdefgh\\n", "\"}");
        Path ref = write(folder, "ref", "{\"ref\": \"", i -> "abcdefgh", "\"}");
        Path digits = write(folder, "digits", "{" + REQUIRED + ", \"x\": 1", i -> "23456789", "}");
        Path name = write(folder, "name", "{" + REQUIRED + ", \"", i -> "abcdefgh", "\": 1}");
        Process small = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx8m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        names.toString(),
                        items.toString(),
                        text.toString(),
                        ref.toString(),
                        digits.toString(),
                        name.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(small.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(small.waitFor()).as(output).isZero();
        assertThat(output.lines()).hasSize(6);
        assertThat(output.lines().limit(3)).containsOnly("refs/heads/main");
        assertThat(output.lines().skip(3)).allMatch(line -> line.startsWith("the event is not JSON"));
    }

    private static Path write(Path folder, String name, String begin, IntFunction<String> part, String end)
            throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(begin.getBytes(StandardCharsets.UTF_8));
            long written = 0;
            for (int i = 0; written < WebhookHandler.MOST_BYTES - 1000; i++) {
                byte[] bytes = part.apply(i).getBytes(StandardCharsets.UTF_8);
                out.write(bytes);
                written += bytes.length;
            }
            out.write(end.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}

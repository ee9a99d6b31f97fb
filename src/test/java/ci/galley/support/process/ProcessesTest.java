package ci.galley.support.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessesTest {
    private static final String VARIABLE = "GALLEY_TEST_TREE";

    private final Processes processes = new Processes();
    private final Marker marker = new Marker(VARIABLE, UUID.randomUUID().toString());

    @TempDir
    Path folder;

    @AfterEach
    void endAll() {
        MarkedProcesses.kill(marker);
        processes.close();
    }

    @Test
    void outputAndErrorsAreStreamedInTheirOrder() throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Processes.Exit exit = processes.run(shell("echo one; echo two >&2; echo three"), output, soon());
        assertThat(exit).isEqualTo(new Processes.Exit(0, false));
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void programRunsBesideAnother() throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Path met = folder.resolve("met");
        try (Processes.Running first =
                processes.start(shell("until [ -e '" + met + "' ]; do sleep 0.01; done; echo first"), output)) {
            assertThat(processes
                            .run(shell("echo second >'" + met + "'"), output, soon())
                            .ok())
                    .isTrue();
            assertThat(first.await(soon())).isEqualTo(new Processes.Exit(0, false));
        }
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("first\n");
    }

    @Test
    void programThatNobodyWaitsForEndsWithAllThatItStarted() throws Exception {
        Path started = folder.resolve("started");
        Command command = Command.of("/bin/sh", "-c", "sleep 60 & echo >'" + started + "'; wait")
                .environment(Map.of(marker.variable(), marker.value(), "PATH", System.getenv("PATH")));
        Processes.Running program = processes.start(command, OutputStream.nullOutputStream());
        await().until(() -> Files.exists(started));
        program.close();
        assertNothingLeft();
    }

    @Test
    void capturedOutputAndErrorsAreApart() throws Exception {
        Processes.Captured captured = processes.capture(shell("echo out; echo err >&2; exit 7"), soon());
        assertThat(captured.output()).isEqualTo("out\n");
        assertThat(captured.error()).isEqualTo("err\n");
        assertThat(captured.exit().exitCode()).isEqualTo(7);
        assertThat(captured.ok()).isFalse();
    }

    @Test
    void capturedOutputEndsAtEightMebibytesAndTheProgramGoesOn() throws Exception {
        Processes.Captured captured = processes.capture(shell("head -c 20000000 /dev/zero; echo done >&2"), soon());
        assertThat(captured.output()).hasSize(8 << 20);
        assertThat(captured.error()).isEqualTo("done\n");
    }

    @Test
    void standardInputIsEmpty() throws Exception {
        assertThat(processes.capture(shell("cat; echo end"), soon()).output()).isEqualTo("end\n");
    }

    @Test
    void environmentIsTheGivenOneAlone() throws Exception {
        Command command = Command.of("/usr/bin/env").environment(Map.of("ONLY", "this"));
        assertThat(processes.capture(command, soon()).output()).isEqualTo("ONLY=this\n");
    }

    @Test
    void programThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> processes.capture(Command.of("no-such-program-here"), soon()))
                .isInstanceOf(ProgramMissingException.class)
                .hasMessageContaining("no-such-program-here");
    }

    @Test
    void programIsKilledAtTheDeadline() throws Exception {
        long start = System.nanoTime();
        Processes.Exit exit = run("sleep 60", Duration.ofMillis(200));
        assertThat(exit.timedOut()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertNothingLeft();
    }

    @Test
    void wholeTreeIsKilledAtTheDeadline() throws Exception {
        Processes.Exit exit = run(
                "(sleep 60 & sleep 60 & wait) & setsid sh -c 'trap \"\" TERM HUP; sleep 60; true' & sleep 60",
                Duration.ofMillis(500));
        assertThat(exit.timedOut()).isTrue();
        assertNothingLeft();
    }

    @Test
    void whatLeftTheTreeIsKilledAtTheDeadline() throws Exception {
        Processes.Exit exit = run("setsid sh -c 'sleep 60 & sleep 60 &' ; sleep 60", Duration.ofMillis(500));
        assertThat(exit.timedOut()).isTrue();
        assertNothingLeft();
    }

    @Test
    void programThatForksWithoutEndIsKilled() throws Exception {
        Processes.Exit exit = run("while :; do (sleep 1 & exec sleep 60) & sleep 0.01; done", Duration.ofSeconds(1));
        assertThat(exit.timedOut()).isTrue();
        assertNothingLeft();
    }

    @Test
    void whatAProgramLeavesBehindIsKilledWhenItEnds() throws Exception {
        long start = System.nanoTime();
        Processes.Exit exit = run("setsid sleep 60 & exit 3", Duration.ofSeconds(30));
        assertThat(exit).isEqualTo(new Processes.Exit(3, false));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("not waiting for the pipe that the leftover holds")
                .isLessThan(Duration.ofSeconds(5));
        assertNothingLeft();
    }

    /** Whether it says something just before its end or a while before: then we wait for more when it ends. */
    @ParameterizedTest
    @ValueSource(strings = {"sleep 30 & echo said", "sleep 30 & echo said; sleep 0.3"})
    void leftoverThatHoldsThePipeDoesNotHoldTheCaller(String script) throws Exception {
        long start = System.nanoTime();
        Command command =
                shell(script).environment(Map.of(marker.variable(), marker.value(), "PATH", System.getenv("PATH")));
        assertThat(processes.capture(command, soon()).output()).isEqualTo("said\n");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void whatIsWrittenSlowlyIsWrittenWhole() throws Exception {
        ByteArrayOutputStream slow = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                if (size() == 0) {
                    await().pollDelay(Duration.ofSeconds(3)).until(() -> true); // as a disk may take
                }
                super.write(bytes, offset, length);
            }
        };
        processes.run(shell("echo one; sleep 0.2; echo two"), slow, soon());
        assertThat(slow.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo\n");
    }

    @Test
    void interruptedCallerLeavesNothingBehind() throws Exception {
        CompletableFuture<Thread> caller = new CompletableFuture<>();
        Path started = folder.resolve("started");
        CompletableFuture<Processes.Exit> run = CompletableFuture.supplyAsync(() -> {
            caller.complete(Thread.currentThread());
            try {
                return run("touch '" + started + "'; sleep 60", Duration.ofSeconds(60));
            } catch (InterruptedException | ProgramMissingException e) {
                throw new IllegalStateException(e);
            }
        });
        await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(started));
        caller.get().interrupt();
        assertThatThrownBy(run::get)
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(InterruptedException.class);
        assertNothingLeft();
    }

    @Test
    void deadlineThatHasPassedStopsAtOnce() throws Exception {
        assertThat(run("sleep 60", Duration.ZERO).timedOut()).isTrue();
        assertNothingLeft();
    }

    @Test
    void manyProgramsRunAtTheSameTime() throws Exception {
        List<CompletableFuture<String>> runs = IntStream.range(0, 20)
                .mapToObj(number -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return processes
                                .capture(shell("echo " + number), soon())
                                .output()
                                .strip();
                    } catch (InterruptedException | ProgramMissingException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();
        for (int number = 0; number < runs.size(); number++) {
            assertThat(runs.get(number).get()).isEqualTo(Integer.toString(number));
        }
    }

    @Test
    void markedProcessesAreFoundByTheirValueAlone() throws Exception {
        Process marked = start(marker.value());
        Process other = start(marker.value() + "-other");
        try {
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> MarkedProcesses.find(VARIABLE, value -> value.startsWith(marker.value()))
                                    .size()
                            == 2);
            assertThat(MarkedProcesses.kill(marker)).isEqualTo(1);
            assertThat(marked.waitFor()).isEqualTo(128 + 9);
            assertThat(other.isAlive()).isTrue();
        } finally {
            marked.destroyForcibly();
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void strangersAreKilledAndNotWhatWeStarted() throws Exception {
        Process own = start(marker.value());
        try {
            Process parent = new ProcessBuilder("sh", "-c", VARIABLE + "=" + marker.value() + " sleep 60 &").start();
            assertThat(parent.waitFor()).isZero();
            await().until(() ->
                    MarkedProcesses.find(VARIABLE, marker.value()::equals).size() == 2);
            assertThat(MarkedProcesses.killStrangers(VARIABLE, marker.value()::equals))
                    .isEqualTo(1);
            assertThat(own.isAlive()).isTrue();
        } finally {
            own.destroyForcibly().waitFor();
        }
    }

    private static Process start(String value) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "60");
        builder.environment().put(VARIABLE, value);
        return builder.start();
    }

    private Processes.Exit run(String script, Duration limit) throws ProgramMissingException, InterruptedException {
        return processes.run(shell(script), marker, OutputStream.nullOutputStream(), Deadline.in(limit));
    }

    private void assertNothingLeft() {
        await().atMost(Duration.ofSeconds(2))
                .until(() ->
                        MarkedProcesses.find(VARIABLE, marker.value()::equals).isEmpty());
    }

    private static Command shell(String script) {
        return Command.of("/bin/sh", "-c", script);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(30));
    }
}

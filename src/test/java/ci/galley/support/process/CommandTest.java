package ci.galley.support.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {
    @TempDir
    Path folder;

    @Test
    void commandIsShownAsAPersonWouldTypeIt() {
        assertThat(Command.of("latexmk", "-pdf", "-e", "$pdf_mode ||= 1", "übung 1.tex", "it's")
                        .shown())
                .isEqualTo("latexmk -pdf -e '$pdf_mode ||= 1' 'übung 1.tex' 'it'\\''s'");
        assertThat(Command.of("echo", "", "a\nb").shown()).isEqualTo("echo '' 'a\nb'");
    }

    @Test
    void prefixComesFirst() {
        assertThat(Command.of("b", "c").prefixed(List.of("a")).arguments()).containsExactly("a", "b", "c");
    }

    @Test
    void earlierDeadlineCounts() {
        Deadline minute = Deadline.in(Duration.ofMinutes(1));
        assertThat(minute.orIn(Duration.ofMinutes(2))).isSameAs(minute);
        assertThat(minute.orIn(Duration.ofSeconds(1)).limit()).isEqualTo(Duration.ofSeconds(1));
        assertThat(minute.remaining()).isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));
        assertThat(Deadline.in(Duration.ZERO).hasPassed()).isTrue();
        assertThat(Deadline.in(Duration.ZERO).remaining()).isZero();
    }

    @Test
    void searchPathFindsTheFirstProgramAndNothingElse() throws Exception {
        Path first = Files.createDirectories(folder.resolve("first"));
        Path second = Files.createDirectories(folder.resolve("second"));
        Files.createDirectories(first.resolve("tool")); // a folder is no program
        Path tool = Files.createFile(second.resolve("tool"));
        SearchPath path = SearchPath.parse(first + ":relative::" + second + ":\0");
        assertThat(path.find("tool")).as("not executable").isEmpty();
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        assertThat(path.find("tool")).contains(tool);
        assertThat(path.variable()).isEqualTo(first + ":" + second);
        assertThat(SearchPath.parse(null).folders()).isEmpty();
    }

    @Test
    void markerThatNoEnvironmentCanHoldIsRefused() {
        assertThatThrownBy(() -> new Marker("A=B", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Marker("", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Marker("A", "\0")).isInstanceOf(IllegalArgumentException.class);
    }
}

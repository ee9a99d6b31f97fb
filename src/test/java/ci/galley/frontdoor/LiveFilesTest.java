package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveFilesTest {
    @TempDir
    Path folder;

    @Test
    void lookDuringWhichAFileVanishesIsTakenAgain() throws IOException {
        Path half = Files.writeString(folder.resolve(".tmp-half"), "half");
        List<List<Path>> looks = new ArrayList<>();
        String seen = LiveFiles.look(folder, files -> {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            looks.add(found);
            rename(half);
            return LiveFiles.text(found.get(0));
        });
        assertThat(seen).isEqualTo("half");
        assertThat(looks).containsExactly(List.of(half), List.of(folder.resolve("whole")));
    }

    @Test
    void fileThatCannotBeReadIsAFailure() {
        assertThatThrownBy(() -> LiveFiles.look(folder, files -> LiveFiles.text(folder)))
                .isInstanceOf(UncheckedIOException.class)
                .cause()
                .isNotInstanceOf(NoSuchFileException.class);
    }

    private static void rename(Path half) {
        if (Files.exists(half)) {
            half.toFile().renameTo(half.resolveSibling("whole").toFile());
        }
    }
}

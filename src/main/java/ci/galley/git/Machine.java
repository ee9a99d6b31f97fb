package ci.galley.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** What {@code /proc} tells of this machine; nothing where there is no such thing. See proc(5). */
final class Machine {
    private static final Path PROC = Path.of("/proc");

    private Machine() {}

    /** When the machine was started, by its clock as it is set now. */
    static Optional<Instant> bootTime() {
        try {
            for (String line : Files.readAllLines(PROC.resolve("stat"), StandardCharsets.UTF_8)) {
                if (line.startsWith("btime ")) {
                    return Optional.of(Instant.ofEpochSecond(
                            Long.parseLong(line.substring(6).strip())));
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Then nothing is known, and no lock counts as one of before the start
        }
        return Optional.empty();
    }

    /** A word that changes with each start of the machine. */
    static String boot() {
        try {
            return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /**
     * Whether a git may be at work in a folder or below it; true where that cannot be told, as with another user's
     * processes.
     */
    static boolean gitRunsIn(Path folder) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            Path real = folder.toRealPath();
            for (Path process : processes) {
                if (isGit(process) && mayWorkIn(process, real, folder)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean isGit(Path process) {
        try {
            String name = Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1)
                    .strip();
            return name.equals("git") || name.startsWith("git-");
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    private static boolean mayWorkIn(Path process, Path real, Path folder) {
        try {
            String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            if (line.isEmpty()) {
                return false; // a zombie
            }
            Path current = Files.readSymbolicLink(process.resolve("cwd"));
            return current.startsWith(real) || line.contains(real.toString()) || line.contains(folder.toString());
        } catch (IOException e) {
            return Files.exists(process);
        }
    }
}

package ci.galley.frontdoor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Processes that are at work in a folder though the daemon that started them is gone. */
final class Leftovers {
    private static final Path PROC = Path.of("/proc");

    private Leftovers() {}

    /** What works below {@code folder} and is neither the daemon that runs now nor started by it. */
    static List<String> in(Path folder, ProcessHandle daemon) {
        return find(folder, pid -> isOf(pid, daemon));
    }

    /** All that works below {@code folder}. */
    static List<String> all(Path folder) {
        return find(folder, pid -> false);
    }

    private static List<String> find(Path folder, LongPredicate except) {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                String line =
                        read(process.resolve("cmdline")).replace('\0', ' ').strip();
                if (!line.isEmpty() && worksIn(process, line, folder) && !except.test(pid)) {
                    found.add(pid + " " + line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /**
     * By its command line, its current folder, or what it sees of the disk, since in a sandbox a process knows the folder by
     * another name.
     */
    private static boolean worksIn(Path process, String line, Path folder) {
        // mountinfo tells paths within their file system: without /tmp, where that is one of its own
        String known = folder.subpath(folder.getNameCount() - 2, folder.getNameCount()) + "/";
        return line.contains(known)
                || (currentFolder(process) + "/").contains(known)
                || read(process.resolve("mountinfo")).contains(known);
    }

    /** Whether it is that daemon or comes from it; also where it has ended meanwhile. */
    private static boolean isOf(long pid, ProcessHandle daemon) {
        Optional<ProcessHandle> handle = ProcessHandle.of(pid);
        if (handle.isEmpty()) {
            return true;
        }
        while (handle.isPresent()) {
            if (handle.get().equals(daemon)) {
                return true;
            }
            handle = handle.get().parent();
        }
        return !Files.exists(PROC.resolve(Long.toString(pid)));
    }

    private static String currentFolder(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).toString();
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended
        }
    }
}

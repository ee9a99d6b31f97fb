import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Prints the megabytes that a jar takes without what it carries below a folder. Usage: {@code java JarSize JAR FOLDER/}. */
final class JarSize {
    private JarSize() {}

    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            long left = zip.stream()
                    .filter(entry -> entry.getName().startsWith(arguments[1]))
                    .mapToLong(ZipEntry::getCompressedSize)
                    .sum();
            System.out.printf(Locale.ROOT, "%.2f%n", (Files.size(jar) - left) / 1e6);
        }
    }
}

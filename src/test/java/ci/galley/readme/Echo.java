package ci.galley.readme;

import java.nio.file.Path;

/** Stands in for Galley in a jar of its own: says how it was started. */
final class Echo {
    private Echo() {}

    public static void main(String[] arguments) {
        System.out.println("arguments: " + String.join(" ", arguments));
        System.out.println("directory: " + Path.of("").toAbsolutePath());
        System.out.println("file names: " + System.getProperty("sun.jnu.encoding"));
    }
}

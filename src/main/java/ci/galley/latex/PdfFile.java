package ci.galley.latex;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Whether a file is a PDF from its start to its end. */
final class PdfFile {
    /** Where readers look for the header and for the end mark: ISO 32000-1, annex H.3, notes 13 and 18. */
    private static final int LOOK_BYTES = 1024;

    private PdfFile() {}

    static boolean isWhole(Path file) throws IOException {
        return text(PlainFiles.head(file, LOOK_BYTES)).contains("%PDF-")
                && text(PlainFiles.tail(file, LOOK_BYTES)).contains("%%EOF");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

package ci.galley.latex;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The picture of the first page, which is drawn from a stranger's PDF: where it cannot be, the build is none the worse. */
@Timeout(120)
class FirstPageTest {
    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void open() {
        desk = new Desk(folder, SandboxMode.AUTO);
    }

    private Optional<Path> firstPage(String body) {
        desk.document(body);
        Typeset typeset = desk.build();
        assertThat(typeset.reason()).as(desk.log()).isNull();
        return desk.firstPage(Objects.requireNonNull(typeset.pdf()));
    }

    @Test
    void firstPageIsAPng() throws IOException {
        Path picture = firstPage("A page.\\newpage Another.").orElseThrow();
        assertThat(Files.readAllBytes(picture)).startsWith(0x89, 'P', 'N', 'G');
    }

    /** Ten times ten times ... as many letters as anybody could draw, in a PDF of 20 KB. */
    @Test
    void pageThatTakesForEverHasNoPicture() {
        assertThat(firstPage("""
                \\newcount\\level
                \\setbox0\\hbox{x}\\pdfxform0
                \\def\\again{\\rlap{\\pdfrefxform\\pdflastxform}}
                \\loop\\ifnum\\level<12 \\advance\\level by 1
                  \\setbox0\\hbox{\\again\\again\\again\\again\\again\\again\\again\\again\\again\\again\\hskip 10pt}%
                  \\pdfxform0
                \\repeat
                \\again A page.""")).isEmpty();
    }

    /** As high as TeX can make it and as wide as a line: 480 pixels wide, the whole of it would take 11 GB. */
    @Test
    void pageThatWouldTakeAllMemoryHasAPictureOfItsTop() throws IOException {
        Path picture = firstPage("\\pdfpagewidth=1pt \\pdfpageheight=16000pt \\shipout\\vbox{\\hrule height 1pt}")
                .orElseThrow();
        BufferedImage image = ImageIO.read(picture.toFile());
        assertThat(image.getWidth()).isEqualTo(480);
        assertThat(image.getHeight()).isEqualTo(1920);
    }

    /** Contents that are none, an encoding that nobody knows: readers do with that what they like, and so may this one. */
    @Test
    void pageThatIsNoneIsNoReasonToFail() {
        firstPage("\\pdfpageattr{/Contents 9999 0 R /Resources 1 /MediaBox [0 0 0 0]} A page.");
        firstPage("\\immediate\\pdfobj stream attr{/Filter [/JBIG2Decode /DCTDecode /FlateDecode] /Length -1}{no}%\n"
                + "\\pdfpageattr{/Contents \\the\\pdflastobj\\space 0 R} A page.");
    }
}

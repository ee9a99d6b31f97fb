package ci.galley.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README says of the files beside it, and of itself. */
class ReadmeFactsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    @Test
    void itsNginxSiteIsTheOneThatGalleyComesWith() throws IOException {
        assertThat(Readme.read().nginxSite())
                .isEqualTo(Files.readString(Readme.TOP.resolve("scripts/nginx/galley.conf")));
    }

    @Test
    void everyFileThatItLinksToIsThere() throws IOException {
        assertThat(links())
                .filteredOn(link -> !link.contains("://") && !link.startsWith("#"))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(Readme.TOP.resolve(link)).exists());
    }

    @Test
    void everyHeadingThatItLinksToIsThere() throws IOException {
        List<String> anchors = Readme.read()
                .text()
                .lines()
                .filter(line -> line.matches("#+ .*"))
                .map(ReadmeFactsTest::anchor)
                .toList();
        assertThat(links())
                .filteredOn(link -> link.startsWith("#"))
                .isNotEmpty()
                .isSubsetOf(anchors);
    }

    /** As GitHub makes an anchor of a heading. */
    private static String anchor(String heading) {
        String words = heading.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT);
        return "#" + words.replaceAll("[^\\w -]", "").replace(' ', '-');
    }

    private static List<String> links() throws IOException {
        List<String> links = new ArrayList<>();
        Matcher link = LINK.matcher(Readme.read().text());
        while (link.find()) {
            links.add(link.group(1));
        }
        return links;
    }
}

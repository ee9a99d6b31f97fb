package ci.galley.store;

import static ci.galley.store.StoreFixture.BADGE;
import static ci.galley.store.StoreFixture.MATHS;
import static ci.galley.store.StoreFixture.commit;
import static ci.galley.store.StoreFixture.names;
import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    @TempDir
    Path folder;

    private StoreFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new StoreFixture(folder);
        keeping(3);
    }

    @Test
    void newestBuildsAreKept() throws IOException {
        for (int number = 1; number <= 6; number++) {
            fixture.queue(commit(number));
            fixture.fail(commit(number));
        }
        fixture.store.retain(MATHS, Set.of());
        assertThat(numbers()).containsExactly(6, 5, 4);
        assertThat(names(fixture.output()))
                .containsExactly(commit(4).value(), commit(5).value(), commit(6).value());
        keeping(3);
        assertThat(numbers()).containsExactly(6, 5, 4);
    }

    @Test
    void lastBuildLastSuccessNewestPdfAndTagsAreKept() throws IOException {
        fixture.push(commit(1));
        fixture.succeed(commit(1), "Document", "one");
        fixture.push(commit(2));
        fixture.fail(commit(2));
        fixture.queue(commit(3));
        fixture.succeed(commit(3), "Document", "three");
        for (int number = 4; number <= 9; number++) {
            fixture.queue(commit(number));
            fixture.fail(commit(number));
        }
        fixture.store.retain(MATHS, Set.of(commit(5), commit(99)));
        // 1: newest PDF of the tracked branch; 2: last build; 3: last success; 5: tagged
        assertThat(numbers()).containsExactly(9, 8, 7, 5, 3, 2, 1);
        assertThat(fixture.last()).isEqualTo(commit(2));
        assertThat(fixture.newestPdf()).isEqualTo("%PDF-one");
    }

    @Test
    void whatWaitsOrRunsIsKept() throws IOException {
        fixture.queue(commit(1));
        fixture.queue(commit(2));
        fixture.start(commit(2));
        for (int number = 3; number <= 8; number++) {
            fixture.queue(commit(number));
            fixture.fail(commit(number));
        }
        fixture.store.retain(MATHS, Set.of());
        assertThat(numbers()).containsExactly(8, 7, 6, 2, 1);
    }

    @Test
    void unknownCommitsLeaveTenRecordsAndDisplaceNone() throws IOException {
        fixture.push(commit(1));
        fixture.succeed(commit(1), "Document", "one");
        fixture.queue(commit(2));
        fixture.fail(commit(2));
        for (int number = 101; number <= 150; number++) {
            fixture.queue(commit(number));
            fixture.unknown(commit(number));
        }
        fixture.store.retain(MATHS, Set.of());
        assertThat(numbers()).containsExactly(150, 149, 148, 147, 146, 145, 144, 143, 142, 141, 2, 1);
        assertThat(fixture.last()).isEqualTo(commit(1));
    }

    @Test
    void unknownCommitThatIsAskedForAgainCountsAsTheNewest() throws IOException {
        for (int number = 101; number <= 110; number++) {
            fixture.queue(commit(number));
            fixture.unknown(commit(number));
        }
        fixture.again(commit(101));
        fixture.queue(commit(111));
        fixture.unknown(commit(111));
        fixture.unknown(commit(101));
        assertThat(numbers()).hasSize(10).contains(101, 111).doesNotContain(102);
    }

    @Test
    void readerOfABuildThatGoesKeepsItsFile() throws IOException {
        for (int number = 1; number <= 6; number++) {
            fixture.queue(commit(number));
            fixture.succeed(commit(number), "Document", "content of " + number);
        }
        Path pdf =
                fixture.store.find(MATHS, commit(1)).flatMap(fixture.store::pdf).orElseThrow();
        try (InputStream reader = Files.newInputStream(pdf)) {
            assertThat(reader.read()).isEqualTo('%');
            fixture.store.retain(MATHS, Set.of());
            assertThat(pdf).doesNotExist();
            assertThat(new String(reader.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("PDF-content of 1");
        }
        assertThat(fixture.store.find(MATHS, commit(1))).isEmpty();
    }

    @Test
    void buildThatWasRemovedCanBeBuiltAgain() throws IOException {
        for (int number = 1; number <= 6; number++) {
            fixture.queue(commit(number));
            fixture.fail(commit(number));
        }
        fixture.store.retain(MATHS, Set.of());
        Build again = fixture.queue(commit(1));
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.sequence()).isEqualTo(7);
        assertThat(again.state()).isEqualTo(BuildState.QUEUED);
    }

    private void keeping(int builds) throws IOException {
        fixture.store = BuildStore.open(fixture.layout, BADGE, builds);
    }

    private List<Integer> numbers() {
        return fixture.store.list(MATHS, BuildQuery.newest(1000)).stream()
                .map(Build::commit)
                .map(CommitHash::value)
                .map(hash -> Integer.parseInt(hash, 16))
                .toList();
    }
}

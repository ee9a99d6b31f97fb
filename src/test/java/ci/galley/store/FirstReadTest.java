package ci.galley.store;

import static ci.galley.store.StoreFixture.BADGE;
import static ci.galley.store.StoreFixture.MATHS;
import static ci.galley.store.StoreFixture.commit;
import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.Build;
import ci.galley.model.Layout;
import ci.galley.model.ProjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the records of a project are read. */
class FirstReadTest {
    private static final ProjectName PHYSICS = new ProjectName("Physics");

    @TempDir
    Path folder;

    private Layout layout;

    @BeforeEach
    void writeRecords() throws IOException {
        StoreFixture fixture = new StoreFixture(folder);
        layout = fixture.layout();
        fixture.queue(commit(1));
        fixture.store.create(PHYSICS, commit(2), sequence -> StoreFixture.queued(PHYSICS, commit(2), sequence));
    }

    /** Writes the record of a project as it is on disk, without the store. */
    private void write(Build build) throws IOException {
        Path record = layout.build(build.project(), build.commit()).resolve(FileNames.RECORD);
        Files.createDirectories(layout.build(build.project(), build.commit()));
        Files.write(record, BuildStore.json(build));
    }

    @Test
    void recordsOfOneProjectAreReadWithoutThoseOfOthers() throws IOException {
        BuildStore store = BuildStore.open(layout, BADGE, 100);
        assertThat(store.find(MATHS, commit(1))).isPresent();
        write(StoreFixture.queued(MATHS, commit(3), 3));
        write(StoreFixture.queued(PHYSICS, commit(4), 4));
        assertThat(store.find(MATHS, commit(3))).isEmpty();
        assertThat(store.list(PHYSICS, BuildQuery.newest(10)))
                .extracting(Build::commit)
                .containsExactly(commit(4), commit(2));
    }

    @Test
    void allBuildsAreThoseOfEveryProjectThoughNobodyHasAskedForOne() throws IOException {
        BuildStore store = BuildStore.open(layout, BADGE, 100);
        assertThat(store.last(MATHS)).isEmpty(); // nothing was pushed
        assertThat(store.all()).extracting(Build::commit).containsExactlyInAnyOrder(commit(1), commit(2));
    }
}

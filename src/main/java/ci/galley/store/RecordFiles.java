package ci.galley.store;

import ci.galley.model.Build;
import ci.galley.model.CommitHash;
import ci.galley.model.Layout;
import ci.galley.model.ProjectName;
import ci.galley.support.io.AtomicFiles;
import ci.galley.support.io.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of one project on disk. */
final class RecordFiles {
    /** The longest record that is read, in bytes; the longest that is written is a tenth of that. */
    private static final int MAX_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(RecordFiles.class);

    private final Layout layout;
    private final ProjectName project;
    private boolean outputIsOnDisk;

    RecordFiles(Layout layout, ProjectName project) {
        this.layout = layout;
        this.project = project;
    }

    /**
     * Every record that can be read; the others are left where they are, with a line in the server's log. Clears away what
     * a process that was killed left halfway, so nobody else may use the folder yet.
     */
    List<Build> load(RecordReader reader) {
        List<Build> builds = new ArrayList<>();
        for (Path entry : entries(layout.output(project))) {
            String name = String.valueOf(entry.getFileName());
            Optional<CommitHash> commit = CommitHash.parse(name);
            if (AtomicFiles.isTemporary(name)) {
                clearAway(entry);
            } else if (commit.isPresent() && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                load(entry, commit.get(), reader).ifPresent(builds::add);
            }
        }
        return builds;
    }

    private Optional<Build> load(Path folder, CommitHash commit, RecordReader reader) {
        boolean seemsEmpty = true;
        for (Path entry : entries(folder)) {
            if (AtomicFiles.isTemporary(String.valueOf(entry.getFileName()))) {
                clearAway(entry);
            } else {
                seemsEmpty = false;
            }
        }
        if (seemsEmpty && removedIfEmpty(folder)) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.read(bytes(folder.resolve(FileNames.RECORD)), project, commit));
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}: the record of {} is passed over and left as it is: {}", project, commit, e.getMessage());
            return Optional.empty();
        }
    }

    /** A crash can come between a folder and its record; nobody was told of such a build. */
    private static boolean removedIfEmpty(Path folder) {
        try {
            Files.delete(folder);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] bytes(Path record) throws IOException {
        // asked first, because opening a named pipe would wait for ever
        if (!Files.isRegularFile(record, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(FileNames.RECORD + " is not there or not a plain file");
        }
        try (InputStream in = Files.newInputStream(record, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length == 0) {
                throw new IOException("empty");
            }
            if (bytes.length > MAX_BYTES) {
                throw new IOException("larger than a record can be");
            }
            return bytes;
        }
    }

    /**
     * Writes a record and makes its folder if needed; all of it is on disk when this returns.
     *
     * @throws IOException if it is not; then the record from before is there, whole
     */
    void write(Build build) throws IOException {
        Path output = layout.output(project);
        Path folder = layout.build(project, build.commit());
        Files.createDirectories(output);
        boolean isNew = !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
        if (isNew) {
            Files.createDirectory(folder);
        }
        try {
            AtomicFiles.writeDurably(folder.resolve(FileNames.RECORD), RecordWriter.write(build));
            if (isNew) {
                AtomicFiles.syncFolder(output);
            }
            if (!outputIsOnDisk) {
                AtomicFiles.syncFolder(layout.projectsDir());
                outputIsOnDisk = true;
            }
        } catch (IOException | RuntimeException e) {
            if (isNew) {
                // nobody is told of this build, so a restart must not find it either
                clearAway(folder);
            }
            throw e;
        }
    }

    /** Takes a build away: its folder vanishes in one step, then what is in it, which open readers keep. */
    void delete(CommitHash commit) throws IOException {
        Path folder = layout.build(project, commit);
        Path away = AtomicFiles.temporaryBeside(folder);
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(folder, away);
            clearAway(away);
        }
    }

    private static List<Path> entries(Path folder) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("{} cannot be read: {}", folder, e.getMessage());
        }
        return entries;
    }

    private static void clearAway(Path path) {
        try {
            Trees.delete(path);
        } catch (DirectoryNotEmptyException e) {
            LOG.warn("{} cannot be removed: something else writes to it", path);
        } catch (IOException e) {
            LOG.warn("{} cannot be removed: {}", path, e.toString());
        }
    }
}

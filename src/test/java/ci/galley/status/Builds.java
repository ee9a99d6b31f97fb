package ci.galley.status;

import ci.galley.model.Artifact;
import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import ci.galley.model.ProblemCounts;
import ci.galley.model.ProjectName;
import ci.galley.model.Result;
import ci.galley.model.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Builds as tests need them. */
final class Builds {
    static final ProjectName MATHS = new ProjectName("Maths");
    static final CommitHash COMMIT = new CommitHash("1f31488cca82ad562eb9ef7e3e85041ddd29a8ff");

    private Builds() {}

    /** A commit of its own for each number. */
    static CommitHash commit(int number) {
        return new CommitHash(String.format("%040x", number + 1));
    }

    static Build queued(ProjectName project, CommitHash commit) {
        return Build.queued(project, commit, 1, "master", Trigger.WEBHOOK, FakeTime.START);
    }

    static Build queued() {
        return queued(MATHS, COMMIT);
    }

    static Build running() {
        return queued().started(FakeTime.START);
    }

    static Build success() {
        return success(running(), FakeTime.START);
    }

    static Build success(Build build, Instant finishedAt) {
        List<Artifact> made = List.of(new Artifact("pdf", "Document.pdf", 48213, 12));
        return build.finished(
                BuildState.SUCCESS,
                new Result(finishedAt, Duration.ofMillis(4210), null, made, new ProblemCounts(0, 3, 5)));
    }

    static Build ended(BuildState state, String reason) {
        return running().finished(state, new Result(FakeTime.START, Duration.ofSeconds(2), reason, List.of(), null));
    }
}

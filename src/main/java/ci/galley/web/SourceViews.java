package ci.galley.web;

import ci.galley.model.Build;
import ci.galley.model.Sources;
import ci.galley.store.BuildQuery;
import ci.galley.support.http.HttpException;
import ci.galley.support.http.Request;
import ci.galley.support.http.Response;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What a page shows of the sources: lines around a problem, and what is new in a commit. */
final class SourceViews {
    private static final int DEFAULT_CONTEXT = 3;
    private static final int MOST_CONTEXT = 20;
    private static final int MOST_COMMITS = 50;
    private static final int LOOKED_AT = 50;
    private static final int PATIENCE_SECONDS = 5;

    /** Each question is a git or three. */
    private final Semaphore questions = new Semaphore(4);

    private final Doors doors;
    private final Lookup lookup;

    SourceViews(Doors doors, Lookup lookup) {
        this.doors = doors;
        this.lookup = lookup;
    }

    /** {@code GET /<project>/<commit>/source?file=&line=&context=}. */
    Response source(Request request) throws IOException, InterruptedException {
        Build build = lookup.named(request);
        String file = request.query("file")
                .filter(name -> !name.isEmpty())
                .orElseThrow(() -> new HttpException(400, "\"file\" is missing: the file as a problem names it."));
        int line = number(request, "line", 1, 9_999_999).orElseThrow(() -> wrong("line", 1, 9_999_999));
        int context = number(request, "context", 0, MOST_CONTEXT).orElse(DEFAULT_CONTEXT);
        Sources.Lines lines = asked(() -> doors.sources().lines(build.project(), build.commit(), file, line, context))
                .orElseThrow(() -> new HttpException(
                        404,
                        "This commit has no such text file, or the file has no such line. It may be made by TeX."));
        return Records.json(json -> {
            json.writeStartObject();
            json.writeStringField("file", lines.file());
            json.writeNumberField("first", lines.first());
            json.writeArrayFieldStart("lines");
            for (String text : lines.lines()) {
                json.writeString(text);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** {@code GET /<project>/<commit>/changes}. */
    Response changes(Request request) throws IOException, InterruptedException {
        Build build = lookup.named(request);
        Optional<Build> previous = previous(build);
        Sources.Changes changes = previous.isEmpty()
                ? Sources.Changes.NONE
                : asked(() -> doors.sources()
                        .between(build.project(), previous.get().commit(), build.commit(), MOST_COMMITS));
        return Records.json(json -> {
            json.writeStartObject();
            json.writeFieldName("previous");
            Records.writeRecord(json, previous.orElse(null));
            json.writeArrayFieldStart("commits");
            for (Sources.Commit commit : changes.newest()) {
                json.writeStartObject();
                json.writeStringField("commit", commit.hash().value());
                json.writeStringField("message", commit.info().message());
                json.writeStringField("author", commit.info().author());
                json.writeStringField("committedAt", commit.info().committedAt().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("total", changes.total());
            json.writeEndObject();
        });
    }

    /** The build before it, of the same branch, that has ended. */
    private Optional<Build> previous(Build build) {
        if (build.branch() == null) {
            return Optional.empty();
        }
        BuildQuery earlier = new BuildQuery(LOOKED_AT, build.sequence(), build.branch(), null, null);
        return doors.store().list(build.project(), earlier).stream()
                .filter(known -> known.state().isFinal())
                .findFirst();
    }

    /** A question to git. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws InterruptedException;
    }

    private <T> T asked(Question<T> question) throws InterruptedException {
        if (!questions.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw HttpException.tryAgain(PATIENCE_SECONDS, "Too many ask for sources just now: try again.");
        }
        try {
            return question.ask();
        } finally {
            questions.release();
        }
    }

    private static Optional<Integer> number(Request request, String name, int least, int most) {
        Optional<String> text = request.query(name).filter(value -> !value.isEmpty());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return text.filter(value -> value.matches("\\d{1,7}"))
                .map(Integer::valueOf)
                .filter(value -> value >= least && value <= most)
                .or(() -> {
                    throw wrong(name, least, most);
                });
    }

    private static HttpException wrong(String name, int least, int most) {
        return new HttpException(400, "\"" + name + "\" has to be a number from " + least + " to " + most + ".");
    }
}

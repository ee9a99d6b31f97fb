package ci.galley.web;

import ci.galley.model.Build;
import ci.galley.model.ProjectName;
import ci.galley.support.http.HttpException;
import ci.galley.support.http.Request;
import ci.galley.support.http.Response;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The files of builds: PDFs, logs, problems. */
final class Downloads {
    private static final String LOG_TYPE = "text/plain; charset=utf-8";
    private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9 ._+,=@-]");

    private final Doors doors;
    private final Lookup lookup;

    Downloads(Doors doors, Lookup lookup) {
        this.doors = doors;
        this.lookup = lookup;
    }

    /** The newest PDF of the tracked branch. */
    Response newestPdf(Request request) throws IOException {
        ProjectName project = lookup.projectName(request);
        return pdf(
                doors.store().newestPdf(project),
                () -> new HttpException(
                        404,
                        project + " has no PDF yet: no build of its branch has made one. /" + project
                                + "/log says more."));
    }

    Response pdf(Build build) throws IOException {
        return pdf(doors.store().pdf(build), () -> new HttpException(404, whyNoPdf(build)));
    }

    /** The first page of the newest PDF of the tracked branch. */
    Response newestFirstPage(Request request) throws IOException {
        return picture(doors.store().newestFirstPage(lookup.projectName(request)));
    }

    Response firstPage(Build build) throws IOException {
        return picture(doors.store().firstPage(build));
    }

    private static Response picture(Optional<Path> file) throws IOException {
        try {
            return Response.file("image/png", file.orElseThrow(Downloads::noPicture));
        } catch (NoSuchFileException e) {
            throw noPicture();
        }
    }

    private static HttpException noPicture() {
        return new HttpException(
                404, "There is no picture of a first page: no PDF, or the server lacks pdftoppm (poppler-utils).");
    }

    /** What there is of the log so far. */
    Response log(Build build) throws IOException {
        Optional<Path> file = doors.store().log(build);
        try {
            return file.isPresent() ? Response.file(LOG_TYPE, file.get()) : Response.tagged(200, LOG_TYPE, new byte[0]);
        } catch (NoSuchFileException e) {
            return Response.tagged(200, LOG_TYPE, new byte[0]);
        }
    }

    Response problems(Build build) throws IOException {
        byte[] none = "{\"problems\":[]}".getBytes(StandardCharsets.UTF_8);
        Optional<Path> file = doors.store().problems(build);
        try {
            return file.isPresent()
                    ? Response.file(Records.TYPE, file.get())
                    : Response.tagged(200, Records.TYPE, none);
        } catch (NoSuchFileException e) {
            return Response.tagged(200, Records.TYPE, none);
        }
    }

    private static Response pdf(Optional<Path> file, Supplier<HttpException> none) throws IOException {
        try {
            Path pdf = file.orElseThrow(none);
            return Response.file("application/pdf", pdf)
                    .header("Content-Disposition", disposition(String.valueOf(pdf.getFileName())))
                    .header("Content-Security-Policy", SecurityHeaders.PDF_POLICY);
        } catch (NoSuchFileException e) {
            // A later attempt has taken it away in this moment.
            throw none.get();
        }
    }

    /** RFC 6266: the name is the author's, so it may hold anything. */
    private static String disposition(String name) {
        String plain = NOT_PLAIN.matcher(name).replaceAll("_");
        String header = "inline; filename=\"" + plain + "\"";
        return plain.equals(name)
                ? header
                : header + "; filename*=UTF-8''"
                        + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String whyNoPdf(Build build) {
        String log = " /" + build.project() + "/" + build.commit() + "/log says more.";
        return switch (build.state()) {
            case QUEUED -> "There is no PDF of this commit yet: its build waits for its turn.";
            case RUNNING -> "There is no PDF of this commit yet: it is being built." + log;
            case SUCCESS -> "This build made no PDF, or it is gone. Build the commit again.";
            case FAILURE, ERROR ->
                "There is no PDF of this commit: "
                        + Optional.ofNullable(build.reason()).orElse("its build did not succeed.") + log;
            case CANCELLED -> "There is no PDF of this commit: its build was cancelled.";
        };
    }
}

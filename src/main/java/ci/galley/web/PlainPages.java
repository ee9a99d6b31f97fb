package ci.galley.web;

import ci.galley.model.Build;
import ci.galley.model.Project;
import ci.galley.support.http.Request;
import ci.galley.support.http.Response;
import java.nio.charset.StandardCharsets;

/** The least that a person with a browser needs: what there is, and links to it. */
final class PlainPages {
    private final Doors doors;
    private final Records records;

    PlainPages(Doors doors, Records records) {
        this.doors = doors;
        this.records = records;
    }

    Response projects() {
        StringBuilder body = new StringBuilder("<ul>\n");
        for (Project project : doors.projects().list()) {
            String path = "/" + project.name();
            body.append("<li>").append(link(path + "/", project.name().value()));
            body.append(' ').append(badge(path));
            body.append(' ').append(link(path + "/pdf", "PDF"));
            body.append(' ').append(link(path + "/log", "log"));
            body.append(problem(project)).append("</li>\n");
        }
        return page("Galley", body.append("</ul>\n").toString());
    }

    Response builds(Request request) {
        Records.Page page = records.page(request);
        StringBuilder body = new StringBuilder(problem(page.project())).append("<ul>\n");
        page.builds().forEach(build -> body.append("<li>").append(line(build)).append("</li>\n"));
        body.append("</ul>\n");
        if (page.next() >= 0) {
            body.append(link("/" + page.project().name() + "/?before=" + page.next(), "older builds"));
        }
        return page(page.project().name().value(), body.toString());
    }

    Response build(Build build) {
        String reason = build.reason() == null ? "" : "<p>" + escape(build.reason()) + "</p>\n";
        return page(build.project() + " " + build.commit().abbreviated(), "<p>" + line(build) + "</p>\n" + reason);
    }

    private static String line(Build build) {
        String path = "/" + build.project() + "/" + build.commit();
        String message = build.info() == null
                ? ""
                : escape(build.info().message().lines().findFirst().orElse(""));
        return badge(path) + " " + link(path, build.commit().abbreviated()) + " " + message + " "
                + link(path + "/pdf", "PDF") + " " + link(path + "/log", "log");
    }

    private static String problem(Project project) {
        return project.problem() == null ? "" : "<p>" + escape(project.problem()) + "</p>\n";
    }

    private static String badge(String path) {
        return "<img alt=\"state\" src=\"" + escape(path) + "/svg\">";
    }

    private static String link(String path, String text) {
        return "<a href=\"" + escape(path) + "\">" + escape(text) + "</a>";
    }

    private static Response page(String title, String body) {
        String html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>" + escape(title)
                + "</title></head>\n<body>\n<h1>" + escape(title) + "</h1>\n" + body + "</body>\n</html>\n";
        return Response.tagged(200, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8))
                .header("Content-Security-Policy", SecurityHeaders.PAGE_POLICY);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

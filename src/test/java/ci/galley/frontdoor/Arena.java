package ci.galley.frontdoor;

import ci.galley.readme.Nginx;
import ci.galley.readme.Readme;
import ci.galley.support.io.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A daemon as a program of its own with all that stands around it, and what nobody may read or change. */
final class Arena implements AutoCloseable {
    /** What holds the builds. */
    enum Held {
        BWRAP,
        /** Where bubblewrap is not installed. */
        RESTRICTED,
        /** Nothing: everyone who can push is trusted. Here the oracle has to find something. */
        OFF
    }

    /** A project that no case concerns. */
    static final String OTHER = "Other";

    private final FakeGitHub gitHub = FakeGitHub.start();
    private final String token = canary("token");
    private final String secret = canary("secret");
    private final String line = canary("line");
    private final Galley galley;
    private final GitDaemon gitDaemon;
    private final Nginx nginx;
    private final Path outside;
    private final Path home;
    private final Set<String> names = new HashSet<>();

    private Arena(Held held, Path folder) throws IOException {
        outside = Files.createDirectories(folder.resolve("outside"));
        home = Files.createDirectories(folder.resolve("home"));
        plantSecret();
        List<String> variables = new ArrayList<>(List.of(
                "SECRET", secret, "TOKEN", token, "GITHUB_API", gitHub.address().toString(), "HOME", home.toString()));
        variables.addAll(
                switch (held) {
                    case BWRAP -> List.of("SANDBOX", "bwrap");
                    case RESTRICTED -> List.of("PATH", PathWithout.program(folder, "bwrap"));
                    case OFF -> List.of("SANDBOX", "off");
                });
        variables.addAll(List.of("BUILD_TIMEOUT", "1m"));
        galley = Galley.startProgram(variables.toArray(String[]::new));
        gitDaemon = GitDaemon.serve(galley.remotes());
        nginx = Nginx.start(
                Files.createDirectories(folder.resolve("nginx")), Readme.read().nginxSite(), galley.port());
    }

    /**
     * @param folder an empty one of its own
     */
    static Arena start(Held held, Path folder) throws IOException {
        Arena arena = new Arena(held, folder.toRealPath());
        Upstream other = arena.project(OTHER);
        arena.galley.build(other, other.head());
        arena.galley.awaitRest();
        return arena;
    }

    private static String canary(String what) {
        return "canary-" + what + "-" + UUID.randomUUID();
    }

    Galley galley() {
        return galley;
    }

    FakeGitHub gitHub() {
        return gitHub;
    }

    String secret() {
        return secret;
    }

    /** Values that may be in nothing that is served, logged or told. */
    List<String> canaries() {
        return List.of(token, secret, line, "root:x:0:0");
    }

    /** A folder that concerns no build. */
    Path outside() {
        return outside;
    }

    /** Makes the folder that concerns no build as it was. */
    void plantSecret() throws IOException {
        Trees.delete(outside);
        Files.writeString(Files.createDirectories(outside).resolve("secret.txt"), line + "\n");
    }

    /** The home of the user whom the daemon belongs to. */
    Path home() {
        return home;
    }

    /** Where the daemon can be reached: itself, and nginx before it. */
    List<Integer> ports() {
        return List.of(galley.port(), nginx.port());
    }

    /** A project, cloned from a server, with a first commit that is fine. */
    Upstream project(String name) {
        names.add(name);
        return galley.projectFrom(gitDaemon, name);
    }

    /** A name that no project has had yet. */
    String unusedName(String beginning) {
        String name = beginning;
        for (int i = 2; names.contains(name); i++) {
            name = beginning + "-" + i;
        }
        return name;
    }

    @Override
    public void close() {
        nginx.close();
        gitDaemon.close();
        galley.close();
        gitHub.close();
    }
}

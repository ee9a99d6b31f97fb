package ci.galley.git;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages as git, ssh and curl write them, which need a server of somebody else's to come about. */
class TroubleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Host key verification failed. ~ fatal: Could not read from remote repository. | ssh-keyscan",
                "git@github.com: Permission denied (publickey). ~ fatal: Could not read from remote repository. | deploy key",
                "ERROR: Repository not found. ~ fatal: Could not read from remote repository. | deploy key",
                "remote: Repository not found. ~ fatal: repository 'https://github.com/a/b/' not found | deploy key",
                "fatal: could not read Username for 'https://github.com': terminal prompts disabled | token",
                "remote: HTTP Basic: Access denied ~ fatal: Authentication failed for 'https://gitlab.com/a/b/' | token",
                "ssh: Could not resolve hostname nowhere.example: Name or service not known | nowhere.example",
                "fatal: unable to access 'https://x/': SSL certificate problem: certificate is not yet valid | clock",
                "ssh: connect to host x port 22: No route to host | cannot be reached",
                "fetch-pack: unexpected disconnect while reading sideband packet ~ fatal: early EOF | cannot be reached",
                "error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502 | cannot be reached",
            })
    void whatARemoteRefusesIsExplained(String complaint, String part) {
        String text = complaint.replace(" ~ ", "\n");
        assertThat(Trouble.isRemote(text)).isTrue();
        assertThat(Trouble.isCorruption(text)).isFalse();
        assertThat(Trouble.ofRemote(text, "Maths")).contains(part, "Maths").doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "error: unable to write file .git/objects/1a: No space left on device | make room",
                "fatal: Unable to create '/srv/Maths/.git/index.lock': File exists. | rm Maths/.git/index.lock",
                "error: cannot open .git/FETCH_HEAD: Permission denied | chown",
                "error: inflate: data stream error (incorrect header check) | git fsck in Maths",
                "fatal: something new | something new",
                "'' | gave no reason",
            })
    void whatAFolderRefusesIsExplained(String complaint, String part) {
        assertThat(Trouble.isRemote(complaint)).isFalse();
        assertThat(Trouble.ofLocal(complaint, "Maths")).contains(part);
        assertThat(Trouble.ofRemote(complaint, "Maths")).contains(part);
    }

    @Test
    void aFileNameIsNoDamage() {
        assertThat(Trouble.isCorruption(" create mode 100644 loose object 1 is corrupt.tex\n"))
                .isFalse();
    }
}

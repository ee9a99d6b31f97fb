package ci.galley.latex;

/** How a build is kept from the rest of the machine. */
public enum Sandbox {
    /** bubblewrap: TeX read-only, the private checkout and nothing else. */
    BWRAP,
    /** No bubblewrap: TeX's own restrictions. A mitigation, not a wall. */
    RESTRICTED,
    /** Everyone who can push is trusted. */
    OFF
}

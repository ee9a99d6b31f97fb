# A filter for large files (git-lfs, docs/spec.md). "smudge": standard input is what git has of a file; where that is a
# pointer and the clone has the object, the object comes out. "clean": the other way round, which git needs to see that a
# file is unchanged. No network, no configuration, no git-lfs.
copy=$(mktemp) || exec cat
trap 'rm -f "$copy"' EXIT
cat >"$copy"
oid=
if [ "$(head -c 42 "$copy" | tr -d '\000')" = "version https://git-lfs.github.com/spec/v1" ]; then
    oid=$(head -c 1024 "$copy" | sed -n 's/^oid sha256:\([0-9a-f]\{64\}\)$/\1/p' | head -n 1)
fi
if [ "$1" = clean ]; then
    if [ -n "$oid" ]; then
        cat "$copy"
    else
        oid=$(sha256sum "$copy")
        printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %s\n' "${oid%% *}" "$(($(wc -c <"$copy")))"
    fi
    exit
fi
rest=${oid#??}
object=$GALLEY_LFS_OBJECTS/${oid%"$rest"}/${rest%"${rest#??}"}/$oid
if [ -n "$oid" ] && [ -n "$GALLEY_LFS_OBJECTS" ] && [ -f "$object" ]; then
    cat "$object"
else
    [ -z "$oid" ] || echo "$oid" >>"$GALLEY_LFS_MISSING"
    cat "$copy"
fi

# shellcheck shell=bash
# Makes the class data archive that start.sh uses. To be sourced by it: needs java_home, jvm, jar and scripts.

# In the background, and as nobody's child: Java, which takes the place of start.sh, would never collect it.
make_archive_later() {
  (
    (
      set +e
      exec </dev/null >/dev/null 2>&1 9>"$1.lock"
      flock -n 9 || exit
      [ -e "$1" ] || make_archive "$1"
      rm -f "$1.lock"
    ) &
  )
}

# Lets another Galley, in a folder of its own and without our configuration, build a document and answer requests, and write
# down at its end which classes that took. It runs twice: the first one leaves a build for the second to read. Where one
# cannot run, there is no archive, and the next start tries again.
make_archive() {
  local archive=$1 folder commit daemon=''
  folder=$(mktemp -d) || return
  trap 'clean_up_archive && exit' HUP INT TERM
  if commit=$(make_sample "$folder/Sample"); then
    if [ "$java_major" -ge 25 ]; then
      try_galley && try_galley -XX:AOTCacheOutput="$archive.new"
    else
      try_galley && try_galley -XX:DumpLoadedClassList="$archive.new.classes" && dump_classes "$archive.new"
    fi
    find "${archive%/*}" -maxdepth 1 -name 'galley-*.jsa*' ! -newer "$jar" -delete
    [ ! -s "$archive.new" ] || mv -f "$archive.new" "$archive"
  fi
  clean_up_archive
}

clean_up_archive() {
  [ -z "$daemon" ] || kill -KILL "$daemon" 2>/dev/null
  rm -rf "$archive.new"* "$folder"
}

# A document in repository $1, by git without anybody's configuration; prints its commit.
make_sample() {
  local git=(env -i PATH="$PATH" HOME="$folder" GIT_CONFIG_NOSYSTEM=1 git -c user.name=Galley -c user.email=galley@localhost)
  "${git[@]}" init -q "$1" &&
    say '{"language": "latex", "main": "Document"}' >"$1/.ci.json" &&
    say '\documentclass{article}\begin{document}Sample\end{document}' >"$1/Document.tex" &&
    "${git[@]}" -C "$1" add . &&
    "${git[@]}" -C "$1" commit -q -m Sample &&
    "${git[@]}" -C "$1" rev-parse HEAD
}

# Makes archive $1 of the classes listed in $1.classes, Java's own among them: an archive of ours on top of Java's would have
# all of Java's in memory as well. Only the collector that is named here writes objects into one, for those that read them.
dump_classes() {
  nice -n 19 "$java_home/bin/java" -Xshare:dump -XX:+UseG1GC -Xmx128m -XX:SharedClassListFile="$1.classes" \
    -XX:SharedArchiveFile="$1" -cp "$jar"
}

# Starts Galley with further options of Java, and ends it.
try_galley() {
  local port status=1
  env -i PATH="$PATH" HOME="$folder" LC_ALL="${LC_ALL:-${LANG:-C.UTF-8}}" ${CI_PATH:+CI_PATH="$CI_PATH"} \
    PROJECTS_DIR="$folder" PORT=0 SECRET=sample \
    nice -n 19 "$java_home/bin/java" "${jvm[@]}" "$@" -jar "$jar" >"$folder/.out" 2>&1 9>&- &
  daemon=$!
  if port=$(wait_for_port "$daemon" "$folder/.out"); then
    warm_up
    kill "$daemon"
    wait_for_end "$daemon" && status=0
  fi
  kill -KILL "$daemon" 2>/dev/null
  daemon=''
  return "$status"
}

# Prints the port that the daemon says it listens on.
wait_for_port() {
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    sed -n 's|.*http://[^ /]*:\([0-9][0-9]*\).*|\1|p' "$2" | head -n 1 | grep . && return
    kill -0 "$1" 2>/dev/null || return
    sleep 0.1
  done
  return 1
}

warm_up() {
  local path build=/Sample/$commit
  ask 30 POST "$build/build" >/dev/null
  wait_for_builds
  for path in / /api /Sample/ "$build" "$build/pdf" "$build/svg" "$build/log" /Sample/pdf /Sample/svg /none/svg; do
    ask 30 GET "$path" >/dev/null
  done
  # It never ends, and meanwhile there is a look for clients that are slow.
  ask 3 GET /events >/dev/null
}

# Until nothing is built, nor looked at once more afterwards; for two minutes at most.
wait_for_builds() {
  local limit=$((SECONDS + 120))
  while [ "$SECONDS" -lt "$limit" ]; do
    [[ $(ask 30 GET /healthz) != *'"waiting":0,"running":0,"studied":0'* ]] || return 0
    sleep 0.1
  done
}

# Within $1 seconds, sends a request $2 (method) $3 (path), and another that ends the connection: most clients keep theirs.
# Prints the answers.
ask() {
  # shellcheck disable=SC2094
  {
    printf '%s %s HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-99\r\nContent-Length: 0\r\n\r\n' "$2" "$3" >&8
    printf 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&8
    timeout "$1" cat <&8
  } 8<>"/dev/tcp/localhost/$port"
}

# The archive of a Raspberry Pi takes a while.
wait_for_end() {
  local tries
  for ((tries = 0; tries < 1200; tries++)); do
    kill -0 "$1" 2>/dev/null || return 0
    sleep 0.1
  done
  return 1
}

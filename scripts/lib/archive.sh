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

# Lets another Galley, in a folder of its own and without our configuration, answer a few requests and write down at its end
# which classes that took. It runs twice: the first one leaves a build for the second to read.
make_archive() {
  local archive=$1 folder
  folder=$(mktemp -d) || return
  git init -q "$folder/Sample"
  if [ "$java_major" -ge 25 ]; then
    try_galley && try_galley -XX:AOTCacheOutput="$archive.new"
  else
    try_galley && try_galley -XX:DumpLoadedClassList="$archive.new.classes" && dump_classes "$archive.new"
  fi
  find "${archive%/*}" -maxdepth 1 -name 'galley-*.jsa*' ! -newer "$jar" -delete
  [ ! -s "$archive.new" ] || mv -f "$archive.new" "$archive"
  rm -rf "$archive.new"* "$folder"
}

# Makes archive $1 of the classes listed in $1.classes, Java's own among them: an archive of ours on top of Java's would have
# all of Java's in memory as well. Only the collector that is named here writes objects into one, for those that read them.
dump_classes() {
  nice -n 19 "$java_home/bin/java" -Xshare:dump -XX:+UseG1GC -Xmx128m -XX:SharedClassListFile="$1.classes" \
    -XX:SharedArchiveFile="$1" -cp "$jar"
}

# Starts Galley with further options of Java, and ends it.
try_galley() {
  local daemon address
  env -i PATH="$PATH" HOME="$folder" LC_ALL="${LC_ALL:-${LANG:-C.UTF-8}}" PROJECTS_DIR="$folder" PORT=0 \
    nice -n 19 "$java_home/bin/java" "${jvm[@]}" "$@" -jar "$jar" >"$folder/.out" 2>&1 9>&- &
  daemon=$!
  if address=$(wait_for_address "$daemon" "$folder/.out"); then
    warm_up "$address"
    kill "$daemon"
    wait_for_end "$daemon"
  fi
  ! kill -KILL "$daemon" 2>/dev/null
}

# Prints the port that the daemon says it listens on.
wait_for_address() {
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    sed -n 's|.*http://[^ /]*:\([0-9][0-9]*\).*|\1|p' "$2" | head -n 1 | grep . && return
    kill -0 "$1" 2>/dev/null || return
    sleep 0.1
  done
  return 1
}

warm_up() {
  local path build=/Sample/1111111111111111111111111111111111111111
  for path in "$build/build" / /api /healthz /Sample/ "$build" "$build/svg" "$build/log" /Sample/svg /none/svg; do
    # shellcheck disable=SC2094
    {
      printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$path" >&8
      timeout 10 cat <&8
    } 8<>"/dev/tcp/localhost/$1" >/dev/null
  done
}

# The archive of a Raspberry Pi takes a while.
wait_for_end() {
  local tries
  for ((tries = 0; tries < 1200; tries++)); do
    kill -0 "$1" 2>/dev/null || return 0
    sleep 0.1
  done
}

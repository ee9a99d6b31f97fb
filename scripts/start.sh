#!/usr/bin/env bash
# Starts Galley in the current directory; builds it first where it has to. README.md says how to configure it.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail

scripts=$(readlink -f -- "${BASH_SOURCE[0]}")
scripts=${scripts%/*}
top=${scripts%/*}
. "$scripts/lib/common.sh"
. "$scripts/lib/webapp.sh"

# For a Raspberry Pi: small, soon there, nothing written to the SD card while it runs. What each is worth was measured:
# C1 alone starts faster and keeps less compiled code; a quarter of a megabyte of stack is enough for a thread; a young
# generation that stays small while the old one grows saves 7 MiB with 20,000 builds, and costs no request anything; a
# heap that keeps little in reserve saves 10 MiB with 200 pages open; a second thread that compiles would take the core of
# those that start Galley.
# An archive of classes that is mapped where it was made for needs no page of it rewritten: 10 MiB that can be dropped.
jvm=(-XX:+UseSerialGC -Xms8m -Xmn3m -Xmx64m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 -Xss256k
  -XX:TieredStopAtLevel=1 -XX:CICompilerCount=1 -XX:-UsePerfData -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0)

main() {
  local demo='' arguments=() argument
  for argument in "$@"; do
    case $argument in
      --demo) demo=yes ;;
      --help | -h) arguments+=("$argument") && own_help ;;
      *) arguments+=("$argument") ;;
    esac
  done
  use_utf8
  # Where a hook of git starts us, they name its repository.
  unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_COMMON_DIR GIT_OBJECT_DIRECTORY GIT_NAMESPACE
  choose_jar
  if [ -n "$demo" ]; then
    . "$scripts/lib/demo.sh"
    prepare_demo
  fi
  is_ready || build_jar
  find_java java || need_packages Galley JDK
  [ -z "$demo" ] || [ ${#arguments[@]} -gt 0 ] || follow_demo
  find_archive
  exec "$java_home/bin/java" "${jvm[@]}" -jar "$jar" "${arguments[@]}"
}

own_help() {
  say "scripts/start.sh [--demo] [options]: builds Galley where that is needed, and starts it. Besides the options below:
  --demo       installs what is missing, where it may, and sets up a sample project 'Maths' in PROJECTS_DIR
"
}

# Sets jar: that of a release, beside this script or in the clone's top, else the one that is built from the sources here.
choose_jar() {
  for jar in "$scripts/galley.jar" "$top/galley.jar"; do
    [ ! -f "$jar" ] || return 0
  done
  jar=$top/target/galley.jar
  [ -f "$top/pom.xml" ] ||
    fail "no galley.jar and no sources in $top: download the jar of a release into that folder, or clone the repository"
}

# Whether the jar can be started as it is. A release's always can; our own, unless a source is newer.
is_ready() {
  [ -f "$jar" ] || return 1
  [ "$jar" != "$top/target/galley.jar" ] ||
    { [ -z "$(find "$top/src/main" "$top/pom.xml" -newer "$jar" -print -quit)" ] && ! webapp_is_newer "$jar"; }
}

build_jar() {
  mkdir -p "$top/target" 2>/dev/null || true
  [ -w "$top/target" ] ||
    fail "$top/target cannot be written, and the jar has to be built there: run $scripts/start.sh --version once as its owner"
  local missing=()
  find_java javac || missing+=(JDK)
  command -v mvn >/dev/null || missing+=(maven)
  mapfile -t -O ${#missing[@]} missing < <(webapp_packages)
  if [ ${#missing[@]} -gt 0 ]; then
    need_packages 'Building Galley' "${missing[@]}"
    find_java javac || fail 'there is still no JDK of version 17 or newer'
  fi
  say "Building $jar (once, and after each update)" >&2
  ( # One at a time. In a subshell, whose end gives the lock back.
    flock 9
    is_ready || { install_webapp build && build_webapp && run_maven; }
  ) 9>"$top/target/.build.lock"
}

# Only what a jar takes: no tests, no static analysis, none of their downloads. The jar comes into place by rename, so
# that a Galley which runs from the old one is not disturbed, and is as old as the start of its build.
run_maven() {
  local started=$top/target/.build.started repository=()
  : >"$started"
  rm -rf "$top/target/quick"
  choose_repository
  JAVA_HOME=$java_home mvn -f "$top/pom.xml" -B -q -Dquick "${repository[@]}" \
    resources:resources compiler:compile jar:jar shade:shade@default 2>&1 | without_colour >&2 ||
    fail 'the build failed; see above'
  touch -r "$started" "$top/target/quick/galley.jar"
  mv -f "$top/target/quick/galley.jar" "$jar"
}

# Maven keeps what it loads in the home folder that the system knows, whatever HOME says; the user of a service may have none.
choose_repository() {
  local home
  home=$(getent passwd "$(id -u)" | cut -d: -f6) || home=''
  if [ ! -w "$home" ]; then
    home=${HOME:-}
    [ -w "$home" ] || home=$top/target
    repository=("-Dmaven.repo.local=$home/.m2/repository")
  fi
}

# A class data archive halves the time to the first answer. It is an extra: made in the background for the next start,
# known by the jar, the Java and the settings that it belongs to, and nothing depends on it.
find_archive() {
  local folder=$top/target key archive option=-XX:SharedArchiveFile
  if [ "$java_major" -ge 25 ]; then
    option=-XX:AOTCache
    # Or it would compile at once what an earlier start has found worth it, instead of starting.
    jvm+=(-XX:+IgnoreUnrecognizedVMOptions -XX:-AOTReplayTraining)
  fi
  if [ ! -w "$folder" ]; then # there is none, or it is somebody else's
    folder=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/galley
  fi
  key=$({ stat -c '%s %Y' "$jar" && say "$jar $java_home $java_version ${jvm[*]}"; } | cksum)
  archive=$folder/galley-${key%% *}.jsa
  if [ -r "$archive" ]; then
    jvm+=("$option=$archive")
  elif mkdir -p "$folder" 2>/dev/null && [ -w "$folder" ]; then
    . "$scripts/lib/archive.sh"
    make_archive_later "$archive"
  fi
}

main "$@"

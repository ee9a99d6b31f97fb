#!/usr/bin/env bash
# Measures Galley beside its peers, turn by turn in one run: bare git and latexmk, webhook (github.com/adnanh/webhook), nginx.
# Installs them where it may. Prints a table, draws target/bench/bench.svg, and fails where a figure is worse than its goal.
# Usage: scripts/bench.sh [--quick | --once] [--only MEASURES] [--results FOLDER] [--plant-delay 200ms] [--plant-memory 64m]
#        scripts/bench.sh --report SAMPLES
#   --quick           fewer repetitions: some five minutes instead of some twenty
#   --once            each only once, and less of it: shows that the measuring works, its figures mean little
#   --only MEASURES   some of: start,records,push,shortcuts,unchanged,cold,tex,badges,ranges,list,streams,memory,jar
#   --results FOLDER  where samples and picture are written, instead of target/bench
#   --plant-delay     shows that it can fail: each of our answers is taken that much later
#   --plant-memory    shows that it can fail: our Java starts with a heap of that size in use
#   --report SAMPLES  table and picture (beside that file) of what was measured before
# shellcheck source-path=SCRIPTDIR
set -euo pipefail

scripts=$(readlink -f -- "${BASH_SOURCE[0]}")
scripts=${scripts%/*}
top=${scripts%/*}
. "$scripts/lib/common.sh"
. "$scripts/lib/bench/tools.sh"
. "$scripts/lib/bench/servers.sh"
. "$scripts/lib/bench/document.sh"
. "$scripts/lib/bench/builds.sh"
. "$scripts/lib/bench/requests.sh"
. "$scripts/lib/bench/streams.sh"
. "$scripts/lib/bench/starts.sh"
. "$scripts/lib/bench/footprint.sh"

# Program to look for, and the package that has it.
needs=(
  git:git latexmk:latexmk pdflatex:texlive-latex-base bwrap:bubblewrap openssl:openssl
  nginx:nginx-light webhook:webhook wrk:wrk
)
all_measures=(start records push shortcuts unchanged cold tex badges ranges list streams memory jar)
measures=$(IFS=, && say "${all_measures[*]}")
# How often, see options.
starts=12 pushes=40 shortcuts=16 unchanged=16 colds=10 texs=16
rounds=6 seconds=4 connections=32 # of requests, and the seconds of each
list_builds=10000 some_projects=100 many_projects=200
streams=200 watched=10 in_a_row=3
memories=2 enough_requests=200000 enough_builds=100 # after so many, memory is looked at again
plant_delay=0 plant_memory=''
answered=0 # requests, of Galley and nginx together
started=() # our processes, ended by their ids
results=$top/target/bench report=''

main() {
  options "$@"
  PATH=$PATH:/usr/sbin # nginx
  use_utf8
  may_install=yes
  folder=$(mktemp -d)
  trap clean_up EXIT
  trap 'exit 130' INT TERM
  if [ -n "$report" ]; then
    compile
    make_report "$report" "${report%.*}.svg"
    return
  fi
  install_peers
  "$scripts/start.sh" --version
  compile
  choose_javas
  mkdir -p "$results"
  samples=$results/samples.tsv
  : >"$samples"
  prepare
  say "On $(nproc) cores, which had $(cut -d ' ' -f 1 /proc/loadavg) programs to run a minute ago, with $JAVA_HOME"
  local measure
  for measure in "${all_measures[@]}"; do
    [[ ,$measures, != *,$measure,* ]] || "measure_$measure"
  done
  say ''
  make_report "$samples" "$results/bench.svg"
}

options() {
  local delay=0ms known=${measures//,/|}
  while [ $# -gt 0 ]; do
    case $1 in
      --only | --results | --plant-delay | --plant-memory | --report) [ $# -ge 2 ] || usage "$1 needs a value" ;;
    esac
    case $1 in
      --quick)
        starts=4 pushes=8 shortcuts=5 unchanged=6 colds=3 texs=6 rounds=4 seconds=1 watched=6
        memories=1 enough_requests=20000 enough_builds=10
        ;;
      --once)
        starts=1 pushes=1 shortcuts=1 unchanged=1 colds=1 texs=1 rounds=1 seconds=1 watched=1
        list_builds=100 some_projects=2 many_projects=4 memories=1 enough_requests=1000 enough_builds=1 in_a_row=1
        ;;
      --only) measures=$2 && shift ;;
      --results) results=$2 && shift ;;
      --plant-delay) delay=$2 && shift ;;
      --plant-memory) plant_memory=$2 && shift ;;
      --report) report=$2 && shift ;;
      --help | -h) sed -n '2,/^# shellcheck/{/^# shellcheck/!s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" && exit ;;
      *) usage "unknown option $1" ;;
    esac
    shift
  done
  [[ $measures =~ ^(($known)(,|$))+$ ]] || usage "--only is \"$measures\": known are ${known//|/,}"
  [[ $delay =~ ^[0-9]{1,4}ms$ ]] || usage "--plant-delay is \"$delay\": it takes milliseconds, such as 200ms"
  plant_delay=$((10#${delay%ms}))
  [[ $plant_memory =~ ^([0-9]+m)?$ ]] || usage "--plant-memory is \"$plant_memory\": it takes mebibytes, such as 64m"
  [ -z "$report" ] || [ -r "$report" ] || usage "--report is \"$report\": there is no such file"
}

usage() {
  printf 'bench.sh: %s; see scripts/bench.sh --help\n' "$1" >&2
  exit 2
}

install_peers() {
  local missing=() need
  for need in "${needs[@]}"; do
    command -v "${need%%:*}" >/dev/null || missing+=("${need#*:}")
  done
  [ -n "$(kpsewhich amsmath.sty 2>/dev/null)" ] || missing+=(texlive-latex-recommended)
  [ ${#missing[@]} -eq 0 ] || need_packages 'The benchmark' "${missing[@]}"
}

# Our Java programs: the report, and what bash cannot do.
compile() {
  find_java javac || fail 'there is no JDK of version 17 or newer'
  "$java_home/bin/javac" -d "$folder/classes" "$scripts"/lib/bench/java/*.java
  java=$java_home/bin/java
}

# The table, of samples $1, and the picture $2.
make_report() {
  "$java" -cp "$folder/classes" BenchReport "$1" "$2"
}

prepare() {
  mkdir "$folder/empty"
  mkfifo "$folder/never"
  exec 7<>"$folder/never"
  prepare_document
  set_environment
  # Made by now, they are not made while something is measured.
  local home
  for home in "$older_home" "$newer_home"; do
    [ -z "$home" ] || learn_command "$home"
  done
}

clean_up() {
  local process
  for process in "${started[@]}"; do
    stop "$process"
  done
  rm -rf "$folder"
}

main "$@"

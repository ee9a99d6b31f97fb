#!/usr/bin/env bash
# Measures Galley beside its peers, turn by turn in one run: bare git and latexmk, webhook (github.com/adnanh/webhook), nginx.
# Installs them where it may. Prints a table, draws target/bench/bench.svg, and fails where a figure is worse than its goal.
# Usage: scripts/bench.sh [--quick] [--only MEASURES] [--plant-delay 200ms] [--plant-memory 64m]
#   --quick           fewer repetitions: two minutes instead of ten
#   --only MEASURES   some of: start,push,requests,memory
#   --plant-delay     shows that it can fail: each of our answers is taken that much later
#   --plant-memory    shows that it can fail: our Java starts with a heap of that size in use
# shellcheck source-path=SCRIPTDIR
set -euo pipefail

scripts=$(readlink -f -- "${BASH_SOURCE[0]}")
scripts=${scripts%/*}
top=${scripts%/*}
. "$scripts/lib/common.sh"
. "$scripts/lib/bench.sh"

# Program to look for, and the package that has it.
needs=(
  git:git latexmk:latexmk pdflatex:texlive-latex-base bwrap:bubblewrap openssl:openssl
  nginx:nginx-light webhook:webhook wrk:wrk
)
# How often: starts, pushes, rounds of requests and the seconds of each, looks at the memory.
starts=15 pushes=48 rounds=8 seconds=4 memories=5
enough_requests=100000 # after so many, memory is looked at again
connections=32
measures=start,push,requests,memory
plant_delay=0 plant_memory=''
answered=0 # requests, of Galley and nginx together
started=() # our processes, ended by their ids

main() {
  options "$@"
  PATH=$PATH:/usr/sbin # nginx
  use_utf8
  may_install=yes
  install_peers
  "$scripts/start.sh" --version
  results=$top/target/bench
  mkdir -p "$results"
  samples=$results/samples.tsv
  : >"$samples"
  folder=$(mktemp -d)
  trap clean_up EXIT
  trap 'exit 130' INT TERM
  prepare
  say "On $(nproc) cores, which had $(cut -d ' ' -f 1 /proc/loadavg) programs to run a minute ago"
  local measure
  for measure in start push requests memory; do
    [[ ,$measures, != *,$measure,* ]] || "measure_$measure"
  done
  find_java javac
  "$java_home/bin/java" "$scripts/lib/BenchReport.java" "$samples" "$results/bench.svg"
}

options() {
  local delay=0ms
  while [ $# -gt 0 ]; do
    case $1 in
      --only | --plant-delay | --plant-memory) [ $# -ge 2 ] || usage "$1 needs a value" ;;
    esac
    case $1 in
      --quick) starts=5 pushes=12 rounds=3 seconds=2 memories=2 ;;
      --only) measures=$2 && shift ;;
      --plant-delay) delay=$2 && shift ;;
      --plant-memory) plant_memory=$2 && shift ;;
      --help | -h) sed -n '2,/^# shellcheck/{/^# shellcheck/!s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" && exit ;;
      *) usage "unknown option $1" ;;
    esac
    shift
  done
  [[ $measures =~ ^((start|push|requests|memory)(,|$))+$ ]] ||
    usage "--only is \"$measures\": known are start,push,requests,memory"
  [[ $delay =~ ^[0-9]{1,4}ms$ ]] || usage "--plant-delay is \"$delay\": it takes milliseconds, such as 200ms"
  plant_delay=$((10#${delay%ms}))
  [[ $plant_memory =~ ^([0-9]+m)?$ ]] || usage "--plant-memory is \"$plant_memory\": it takes mebibytes, such as 64m"
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

clean_up() {
  local process
  for process in "${started[@]}"; do
    stop "$process"
  done
  rm -rf "$folder"
}

# A document, a repository that it is pushed to, and an equal clone of it for each side.
prepare() {
  export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
  export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.com GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.com
  mkfifo "$folder/never"
  exec 7<>"$folder/never"
  origin=$folder/ada/Maths.git secret=$RANDOM$RANDOM$RANDOM
  git init -q --bare -b main "$origin"
  git init -q -b main "$folder/author"
  git -C "$folder/author" remote add origin "$origin"
  printf '{"language": "latex", "main": "Document"}\n' >"$folder/author/.ci.json"
  write_document >"$folder/author/Document.tex"
  next_commit 0000
  local side
  for side in bare webhook projects/Maths; do
    git clone -q "$origin" "$folder/$side"
  done
  write_hook
}

write_document() {
  local section paragraph
  say '\documentclass[11pt,a4paper]{article}\usepackage[T1]{fontenc}\usepackage{amsmath,amssymb,amsthm}'
  say '\usepackage{hyperref}\newtheorem{theorem}{Theorem}\begin{document}\tableofcontents'
  say '\bigskip Edition 0000.'
  for section in {1..10}; do
    say "\\section{On the number $section}\\label{s:$section}"
    say "\\begin{theorem}\\[\\sum_{k=1}^{n} k^{$section} = \\int_0^n x^{$section}\\,dx + O(n^{$section})\\]\\end{theorem}"
    for paragraph in {1..9}; do
      say "Paragraph $paragraph follows section~\\ref{s:$section}. The reader who turns a page of proof after another finds \
that each of them says a little more than the one before, that \$a_{$paragraph} \\le b_{$section}\$ holds wherever it is \
asked for, and that nothing is left to chance but the length of the lines, which is what TeX is there for.

"
    done
  done
  say '\end{document}'
}

# What webhook runs is, word by word, what the bare side runs.
write_hook() {
  cat >"$folder/build.sh" <<'END'
#!/bin/sh
git fetch -q && git checkout -q "$1" && latexmk -pdf -interaction=nonstopmode -file-line-error Document.tex
END
  chmod +x "$folder/build.sh"
  cat >"$folder/hooks.json" <<END
[{"id": "Maths", "execute-command": "$folder/build.sh", "command-working-directory": "$folder/webhook",
  "pass-arguments-to-command": [{"source": "payload", "name": "after"}], "include-command-output-in-response": true,
  "trigger-rule": {"match": {"type": "payload-hmac-sha256", "secret": "$secret",
    "parameter": {"source": "header", "name": "X-Hub-Signature-256"}}}}]
END
}

main "$@"

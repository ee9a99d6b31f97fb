# shellcheck shell=bash
# The measures of a build. To be sourced by bench.sh.
# shellcheck disable=SC2154,SC2034 # what is used here is set there, and the other way round

# From a commit to its PDF: one line has changed, and the auxiliary files of the commit before are there. Who comes first
# changes from round to round.
measure_push() {
  say "Pushes: $pushes of them, each built by each"
  run_servers
  one_build
  rounds_of push "$pushes" next_edition bare webhook galley
}

# The same for a commit that changes nothing of what the document reads.
measure_unchanged() {
  say "Pushes that leave the document as it is: $unchanged of them"
  run_servers
  one_build
  rounds_of unchanged "$unchanged" next_notes bare galley
}

# A push of one line with what Galley does to be faster, and with less of that.
measure_shortcuts() {
  say "Pushes with shortcuts and without: $shortcuts of each"
  run_servers
  one_build
  local round side
  for ((round = 1; round <= shortcuts + 2; round++)); do
    for side in galley no-format latexmk; do
      case $side in
        galley) settings='' ;;
        no-format) settings=', "format": false' ;;
        latexmk) settings=', "format": false, "onePass": false' ;;
      esac
      next_edition
      timed shortcuts "$side" build_galley
      rest_after galley
    done
    [ "$round" -ne 2 ] || forget shortcuts
  done
  settings=''
}

# Notes measure $1 for $2 commits made by $3, each built by the sides that follow. The first two are nobody's samples: one
# is cold, the other has an aux file that changes.
rounds_of() {
  local measure=$1 rounds=$2 change=$3 round side
  shift 3
  for ((round = 1; round <= rounds + 2; round++)); do
    "$change"
    for side in "${@:round % $# + 1}" "${@:1:round % $#}"; do
      timed "$measure" "$side" "build_$side"
      rest_after "$side"
    done
    [ "$round" -ne 2 ] || forget "$measure"
  done
}

# Waits until side $1 has nothing left to do that would disturb another's time: Galley looks at a document once more when no
# build runs.
rest_after() {
  nap 100
  [ "$1" != galley ] || await 'Galley to rest' is_resting
}

is_resting() {
  local health=''
  nap 50
  { printf 'GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n' >&8 && read -rd '' health <&8; } 8<>"/dev/tcp/127.0.0.1/$galley_port"
  [[ $health == *'"waiting":0,"running":0,"studied":0}'* ]]
}

# A push beside a fresh clone, and beside one single pass of the engine in a folder that is up to date.
measure_cold() {
  local round
  say "Pushes beside fresh clones and single passes: $colds of each"
  run_servers
  one_build
  for ((round = 0; round < colds; round++)); do
    next_edition
    timed cold galley build_galley
    rest_after galley
    rm -rf "$folder/hosted"
    timed cold hosted build_hosted
    git -C "$folder/pass" pull -q
    [ "$round" -gt 0 ] || { build_pass && build_pass; }
    timed cold pass build_pass
  done
}

# From the webhook to the start of TeX, beside what the git commands in between take by themselves. A git in front of the
# daemon's writes down when each began and ended; a latexmk and engines in front of the builds' say in the log when they
# are run. The shell that this takes is measured, and taken off.
measure_tex() {
  local round port
  say "From the webhook to TeX: $texs pushes"
  run_servers
  one_build
  stop_servers
  write_stamps
  measure_stamp
  run_galley PATH="$folder/stamps/git:$PATH" CI_PATH="$folder/stamps/tex"
  galley=$process galley_port=$port
  for ((round = 0; round <= texs; round++)); do
    next_edition
    : >"$folder/git.times"
    clock
    sent=$time
    build_galley
    [ "$round" -eq 0 ] || note_way_to_tex
    nap 100
  done
  stop_servers
}

write_stamps() {
  local program
  mkdir -p "$folder/stamps/git" "$folder/stamps/tex"
  cat >"$folder/stamps/git/git" <<SCRIPT
#!/bin/bash
from=\$EPOCHREALTIME
$(command -v git) "\$@"
status=\$?
printf '%s %s\n' "\$from" "\$EPOCHREALTIME" >>"$folder/git.times"
exit \$status
SCRIPT
  for program in latexmk pdflatex; do
    cat >"$folder/stamps/tex/$program" <<SCRIPT
#!/bin/bash
printf '\nbench: %s\n' "\$EPOCHREALTIME"
exec $(command -v "$program") "\$@"
SCRIPT
  done
  chmod +x "$folder"/stamps/*/*
}

# Sets stamp to the microseconds that a stamped git takes besides git.
measure_stamp() {
  local try time before whole=0
  : >"$folder/git.times"
  for ((try = 0; try < 20; try++)); do
    clock
    before=$time
    "$folder/stamps/git/git" --version >/dev/null
    clock
    whole=$((whole + time - before))
  done
  spans 0 "$time"
  stamp=$(((whole - spent) / 20))
}

# Sets spent to the microseconds, between $1 and $2, in which a git ran, and gits to how many began.
spans() {
  local from to last=$1
  spent=0 gits=0
  while read -r from to; do
    if [ "$from" -lt "$1" ] || [ "$from" -ge "$2" ]; then
      continue
    fi
    gits=$((gits + 1))
    [ "$to" -lt "$2" ] || to=$2
    [ "$from" -gt "$last" ] || from=$last
    [ "$to" -gt "$from" ] || continue
    spent=$((spent + to - from)) last=$to
  done < <(tr -d '.,' <"$folder/git.times" | sort -n)
}

note_way_to_tex() {
  local began=0 line
  while read -r line; do
    [ "$line" -lt "$sent" ] || { began=$line && break; }
  done < <(sed -n 's/^bench: //p' "${record%/*}/.log" | tr -d '.,')
  [ "$began" -ne 0 ] || fail "the log of $commit does not say when TeX began"
  spans "$sent" "$began"
  note tex galley "$(milliseconds $((began - sent - (gits + 1) * stamp + plant_delay * 1000)))"
  note tex git "$(milliseconds "$spent")"
  note commands galley "$gits"
}

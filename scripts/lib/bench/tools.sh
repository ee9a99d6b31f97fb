# shellcheck shell=bash
# Samples, clocks and waiting. To be sourced by bench.sh: needs folder, samples and plant_delay.
# shellcheck disable=SC2154,SC2034 # what is used here is set there, and the other way round

# A sample: measure, side, value.
note() {
  printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$samples"
}

# Takes the samples of a measure back: they were for caches, archives and auxiliary files.
forget() {
  sed -i "/^$1\t/d" "$samples"
}

# Sets time to a clock in microseconds.
clock() {
  time=${EPOCHREALTIME/[.,]/}
}

# Prints microseconds as milliseconds.
milliseconds() {
  local sign=''
  [ "$1" -ge 0 ] || sign=-
  printf '%s%d.%d' "$sign" $((${1#-} / 1000)) $((${1#-} % 1000 / 100))
}

# Sleeps so many milliseconds, without a process: waits for what never comes.
nap() {
  local seconds
  printf -v seconds '%d.%03d' $(($1 / 1000)) $(($1 % 1000))
  read -rt "$seconds" -u 7 || true
}

# Waits, looking each millisecond, until a command succeeds; fails after a minute, saying $1.
await() {
  local what=$1 time limit
  shift
  clock
  limit=$((time + 60000000))
  until "$@"; do
    nap 1
    clock
    [ "$time" -lt "$limit" ] || {
      tail -n 5 "$folder"/*.out >&2
      fail "$what: not within a minute"
    }
  done
}

# Runs a command and notes how many milliseconds that took; of ours, the planted delay is a part.
timed() {
  local measure=$1 side=$2 time before
  shift 2
  clock
  before=$time
  "$@"
  [ "$side" != galley ] || [ "$plant_delay" -eq 0 ] || nap "$plant_delay"
  clock
  note "$measure" "$side" "$(milliseconds $((time - before)))"
}

free_port() {
  port=$((20000 + RANDOM % 10000))
  while (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    port=$((20000 + RANDOM % 10000))
  done
}

# Whether $1 (port) answers GET $2 by a status that begins like $3.
answers() {
  local status=''
  { printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&8 && read -r status <&8; } 2>/dev/null 8<>"/dev/tcp/127.0.0.1/$1" || true
  [[ $status == HTTP/1.?\ $3* ]]
} 2>/dev/null

# The proportional set size of process $1, in MiB: a page that several share is counted in parts. Or another of the sizes in
# smaps_rollup (proc(5)), named by $2.
megabytes() {
  awk -v size="${2:-Pss}:" '$1 == size { printf "%.1f", $2 / 1024 }' "/proc/$1/smaps_rollup"
}

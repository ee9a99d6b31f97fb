# shellcheck shell=bash
# The measures of bench.sh. To be sourced by it: needs folder, samples, secret and the numbers of repetitions.
# shellcheck disable=SC2154 # what is used here is set there

# A sample: measure, side, value.
note() {
  printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$samples"
}

# Sets time to a clock in microseconds.
clock() {
  time=${EPOCHREALTIME/[.,]/}
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
  note "$measure" "$side" "$(((time - before) / 1000)).$(((time - before) % 1000 / 100))"
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

# Each starts its program in the background and sets process.
start_galley() {
  local extra=()
  [ -z "$plant_memory" ] || extra=(_JAVA_OPTIONS="-Xms$plant_memory -Xmx$plant_memory -XX:+AlwaysPreTouch")
  env -u TOKEN -u DOMAIN -u PASSWORD -u POLL -u CI_PATH "${extra[@]}" PROJECTS_DIR="$folder/projects" HOST=127.0.0.1 \
    PORT="$1" SECRET="$secret" "$scripts/start.sh" >>"$folder/galley.out" 2>&1 7>&- &
  process=$!
  started=("$process" "${started[@]}")
}

start_webhook() {
  webhook -hooks "$folder/hooks.json" -ip 127.0.0.1 -port "$1" -urlprefix '' >>"$folder/webhook.out" 2>&1 7>&- &
  process=$!
  started=("$process" "${started[@]}")
}

start_nginx() {
  mkdir -p "$folder/nginx"
  cat >"$folder/nginx.conf" <<END
daemon off; worker_processes auto; user $(id -un) $(id -gn); pid $folder/nginx/pid; error_log $folder/nginx/error.log;
events {}
http {
  access_log off; sendfile on; types { image/svg+xml svg; } keepalive_requests 1000000;
  client_body_temp_path $folder/nginx/1; proxy_temp_path $folder/nginx/2; fastcgi_temp_path $folder/nginx/3;
  uwsgi_temp_path $folder/nginx/4; scgi_temp_path $folder/nginx/5;
  server { listen 127.0.0.1:$1; root $folder/www; }
}
END
  nginx -c "$folder/nginx.conf" 2>>"$folder/nginx.out" 7>&- &
  process=$!
  started=("$process" "${started[@]}")
}

# Ends one of our processes, and forgets its id, which another may get.
stop() {
  local process others=()
  kill "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
  for process in "${started[@]}"; do
    [ "$process" = "$1" ] || others+=("$process")
  done
  started=("${others[@]}")
}

# Galley and webhook for what follows; nothing where they run already.
run_servers() {
  [ -z "${galley:-}" ] || return 0
  local port
  free_port
  galley_port=$port
  start_galley "$port"
  galley=$process
  await 'the start of Galley' answers "$galley_port" /healthz 200
  free_port
  webhook_port=$port
  start_webhook "$port"
  webhook=$process
  await 'the start of webhook' answers "$webhook_port" / 200
}

stop_servers() {
  [ -z "${galley:-}" ] || stop "$galley"
  [ -z "${webhook:-}" ] || stop "$webhook"
  galley='' webhook=''
}

# From the call of start.sh to the first answer. The first two are for the archive of classes and the disk's cache.
measure_start() {
  local round port
  say "First answers: $starts starts of each"
  free_port
  first_answer galley && await 'the archive of classes' archive_is_made
  first_answer galley && first_answer webhook
  sed -i '/^start\t/d' "$samples"
  for ((round = 0; round < starts; round++)); do
    first_answer galley
    first_answer webhook
  done
}

first_answer() {
  timed start "$1" start_and_await "$1"
  stop "$process"
}

start_and_await() {
  "start_$1" "$port"
  if [ "$1" = galley ]; then
    await 'the start of Galley' answers "$port" /healthz 200
  else
    await 'the start of webhook' answers "$port" / 200
  fi
}

archive_is_made() {
  [ -n "$(find "$top/target" -name 'galley-*.jsa' -newer "$top/target/galley.jar" -print -quit)" ] &&
    [ -z "$(find "$top/target" -name 'galley-*.jsa.*' -print -quit)" ]
}

# From a commit to its PDF: one line has changed, and the auxiliary files of the commit before are there. Who comes first
# changes from round to round.
measure_push() {
  local round order
  say "Pushes: $pushes of them, each built by each"
  run_servers
  for ((round = 1; round <= pushes + 2; round++)); do
    next_commit "$(printf %04d "$round")"
    write_request
    case $((round % 3)) in
      0) order='bare webhook galley' ;;
      1) order='webhook galley bare' ;;
      2) order='galley bare webhook' ;;
    esac
    build_by_each "$order"
    [ "$round" -ne 2 ] || sed -i '/^push\t/d' "$samples" # the first is cold, the second has an aux file that changes
  done
}

build_by_each() {
  local side
  for side in $1; do
    timed push "$side" "build_$side"
    nap 100 # what is left to be tidied up disturbs nobody else's time
  done
}

next_commit() {
  sed -i "s/^\(.bigskip Edition\) .*/\1 $1./" "$folder/author/Document.tex"
  git -C "$folder/author" add -A
  git -C "$folder/author" commit -q -m "Edition $1"
  git -C "$folder/author" push -q origin main
  commit=$(git -C "$folder/author" rev-parse HEAD)
}

# The webhook of a commit, as GitHub sends it; the same for both who take it.
write_request() {
  local body signature
  body=$(printf '{"ref": "refs/heads/main", "before": "%s", "after": "%s", "created": false, "deleted": false,
    "forced": false, "repository": {"name": "Maths", "full_name": "ada/Maths"}, "head_commit": {"id": "%s"}}' \
    "$(git -C "$folder/author" rev-parse HEAD~)" "$commit" "$commit")
  signature=$(printf %s "$body" | openssl dgst -sha256 -hmac "$secret" | sed 's/.* //')
  printf '%s\r\n' 'POST /Maths HTTP/1.1' 'Host: localhost' 'Content-Type: application/json' 'X-GitHub-Event: push' \
    "X-Hub-Signature-256: sha256=$signature" "Content-Length: ${#body}" 'Connection: close' '' >"$folder/request"
  printf %s "$body" >>"$folder/request"
}

build_bare() {
  (cd "$folder/bare" && "$folder/build.sh" "$commit") >"$folder/bare.out" 2>&1 || fail "the bare build failed: $(tail -n 5 "$folder/bare.out")"
}

# Answers when the build has ended.
build_webhook() {
  local answer
  answer=$(post "$webhook_port")
  [[ $answer == *' 200 '*'Output written on Document.pdf'* || $answer == *' 200 '*'All targets'*'up-to-date'* ]] ||
    fail "webhook's build failed: ${answer:0:500}"
}

# Answers at once; the record says when the build has ended.
build_galley() {
  record=$folder/projects/Maths_build/$commit/.status.json
  local answer
  answer=$(post "$galley_port")
  [[ $answer == 'HTTP/1.1 202 '* ]] || fail "Galley refused the push: ${answer:0:500}"
  await 'the build of Galley' has_ended
  [[ $content == *'"success"'* ]] || fail "Galley's build failed: $content"
}

has_ended() {
  content=''
  { read -rd '' content <"$record" || true; } 2>/dev/null
  [[ $content == *'"success"'* || $content == *'"failure"'* || $content == *'"error"'* ]]
}

post() {
  { cat "$folder/request" >&8 && cat <&8; } 8<>"/dev/tcp/127.0.0.1/$1"
}

# The badge of the last build, and nginx with the same bytes in a file. What we are asked for counts for the memory.
measure_requests() {
  local round port
  say "Badges: $rounds rounds of $seconds s each, $connections connections"
  run_servers
  one_build
  mkdir -p "$folder/www/Maths"
  cp "$folder/projects/Maths_build/.status.svg" "$folder/www/Maths/svg.svg"
  free_port
  start_nginx "$port"
  await 'the start of nginx' answers "$port" /Maths/svg.svg 200
  [ "$plant_delay" -eq 0 ] || say "function delay() return $plant_delay end" >"$folder/plant.lua"
  load warm galley "$galley_port" /Maths/svg # compiled and cached after that
  load warm nginx "$port" /Maths/svg.svg
  for ((round = 0; round < rounds; round++)); do
    load requests galley "$galley_port" /Maths/svg
    load requests nginx "$port" /Maths/svg.svg
  done
}

one_build() {
  [ ! -e "$folder/projects/Maths_build/.status.svg" ] || return 0
  next_commit 0001
  write_request
  build_galley
}

# Puts so much load as there is on $3 (port) $4 (path) for some seconds; notes how many a second, as measure $1 of side $2.
load() {
  local plant=() figures
  if [ "$2" = galley ] && [ "$plant_delay" -ne 0 ]; then
    say "function delay() return $plant_delay end" >"$folder/plant.lua"
    plant=(-s "$folder/plant.lua")
  fi
  figures=$(wrk -t 1 -c "$connections" -d "$seconds" "${plant[@]}" "http://127.0.0.1:$3$4")
  [[ $figures != *'Non-2xx'* && $figures != *'Socket errors'* ]] || fail "$2 did not answer each request: $figures"
  note "$1" "$2" "$(sed -n 's|^Requests/sec: *||p' <<<"$figures")"
  answered=$((answered + $(sed -n 's|^ *\([0-9]*\) requests in .*|\1|p' <<<"$figures")))
}

# What the processes take, a page that several share counted in parts: idle, and after many requests.
measure_memory() {
  local round other
  say "Memory: $memories times, before and after $enough_requests requests"
  other=$(pgrep -xc java || true)
  [ "$other" -le 1 ] || say "  Other Java processes run. They share pages with ours, which flatters the figures."
  for ((round = 0; round < memories; round++)); do
    stop_servers
    run_servers
    nap 5000
    note idle galley "$(megabytes "$galley")"
    note idle webhook "$(megabytes "$webhook")"
    one_build
    answered=0
    while [ "$answered" -lt "$enough_requests" ]; do
      plant_delay=0 load loaded galley "$galley_port" /Maths/svg
    done
    note after galley "$(megabytes "$galley")"
  done
}

megabytes() {
  awk '/^Pss:/ { printf "%.1f", $2 / 1024 }' "/proc/$1/smaps_rollup"
}

# shellcheck shell=bash
# Galley and the servers beside it, and the Java that Galley runs on. To be sourced by bench.sh.
# shellcheck disable=SC2154,SC2034 # what is used here is set there, and the other way round

# Sets older_home and newer_home: a Java with a class data archive, and one with an ahead-of-time cache. Empty where there
# is none. All that is measured on one Java is measured on the former.
choose_javas() {
  local home
  older_home='' newer_home=''
  for home in "${JAVA_HOME:-}" "$(java_on_path)" /usr/lib/jvm/*; do
    if [ -z "$home" ] || ! read_java "$home" || [ "$java_major" -lt 17 ]; then
      continue
    elif [ "$java_major" -lt 24 ]; then
      older_home=${older_home:-$home}
    else
      newer_home=${newer_home:-$home}
    fi
  done
  [ -n "$older_home$newer_home" ] || fail 'there is no Java of version 17 or newer'
  export JAVA_HOME=${older_home:-$newer_home}
}

# Galley's environment: nothing of the user's configuration.
set_environment() {
  environment=(
    -u TOKEN -u DOMAIN -u PASSWORD -u POLL -u CI_PATH -u KEEP_BUILDS -u SANDBOX HOST=127.0.0.1 SECRET="$secret"
  )
  [ -z "$plant_memory" ] ||
    environment+=(_JAVA_OPTIONS="-Xms$plant_memory -Xmx$plant_memory -XX:+AlwaysPreTouch")
}

# Each start_ starts its program in the background and sets process.

# On port $1, with further variables.
start_galley() {
  start_daemon "$@" -- "$scripts/start.sh"
}

# The same by java itself, called as start.sh calls it; command is learned by learn_command.
start_java() {
  start_daemon "$@" -- "${command[@]}"
}

start_daemon() {
  local variables=(PORT="$1" PROJECTS_DIR="$folder/projects")
  shift
  while [ "$1" != -- ]; do
    variables+=("$1") && shift
  done
  shift
  env "${environment[@]}" "${variables[@]}" "$@" >>"$folder/galley.out" 2>&1 7>&- &
  process=$!
  started=("$process" "${started[@]}")
}

# Java's own server on port $1, called as command calls Galley, with file $2.
start_bare() {
  local flags=() argument
  for argument in "${command[@]}"; do
    [ "$argument" != -jar ] || break
    [[ $argument == -XX:SharedArchiveFile=* || $argument == -XX:AOTCache=* ]] || flags+=("$argument")
  done
  "${flags[@]}" -cp "$folder/classes" BareServer "$1" "$2" >>"$folder/bare.out" 2>&1 7>&- &
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
  cat >"$folder/nginx.conf" <<CONF
daemon off; worker_processes auto; user $(id -un) $(id -gn); pid $folder/nginx/pid; error_log $folder/nginx/error.log;
events {}
http {
  access_log off; sendfile on; types { image/svg+xml svg; } keepalive_requests 1000000;
  client_body_temp_path $folder/nginx/1; proxy_temp_path $folder/nginx/2; fastcgi_temp_path $folder/nginx/3;
  uwsgi_temp_path $folder/nginx/4; scgi_temp_path $folder/nginx/5;
  server { listen 127.0.0.1:$1; root $folder/www; }
}
CONF
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

# Galley with further variables; sets process and port, once it answers.
run_galley() {
  free_port
  start_galley "$port" "$@"
  await 'the start of Galley' answers "$port" /healthz 200
}

# Galley and webhook for what follows; nothing where they run already.
run_servers() {
  [ -z "${galley:-}" ] || return 0
  local port
  run_galley
  galley=$process galley_port=$port
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

# Java's own server with file $2 of www, by the Java of $1; sets process and port.
run_bare() {
  learn_command "$1"
  free_port
  start_bare "$port" "$folder/www/$2"
  await 'the start of a bare server' answers "$port" / 200
  load bare "$port" "/$2" # compiled after that
}

# nginx for what lies in www; nothing where it runs already.
run_nginx() {
  [ -z "${nginx_port:-}" ] || return 0
  local port
  mkdir -p "$folder/www"
  free_port
  start_nginx "$port"
  nginx_port=$port
  await 'the start of nginx' answers "$nginx_port" / 40
}

# Sets command to how start.sh calls Java, once the class data archive is in use: a first start has it made in the
# background, which would disturb.
learn_command() {
  local tries port
  for ((tries = 0; tries < 90; tries++)); do
    run_galley PROJECTS_DIR="$folder/empty" JAVA_HOME="$1"
    mapfile -d '' command <"/proc/$process/cmdline"
    stop "$process"
    [[ ${command[*]} != *-XX:SharedArchiveFile=* && ${command[*]} != *-XX:AOTCache=* ]] || return 0
    nap 2000
  done
  fail "start.sh made no class data archive within three minutes for $1"
}

# shellcheck shell=bash
# The measures of requests, beside nginx with the same bytes in a file. To be sourced by bench.sh.
# shellcheck disable=SC2154,SC2034 # what is used here is set there, and the other way round

# Puts so much load as there is on $1's side, port $2, path $3, for some seconds. Sets rate (requests a second), and half
# and most (the milliseconds within which half and 99 % of them were answered). Lua in "lua" makes the requests.
load() {
  local figures delay=0
  [ "$1" != galley ] || delay=$plant_delay
  say "${lua:-}" >"$folder/load.lua"
  [ "$delay" -eq 0 ] || say "function delay() return $delay end" >>"$folder/load.lua" # wrk's timer costs, even at 0
  figures=$(wrk --latency -t 1 -c "$connections" -d "$seconds" -s "$folder/load.lua" "http://127.0.0.1:$2$3")
  [[ $figures != *'Non-2xx'* && $figures != *'Socket errors'* ]] || fail "$1 did not answer each request: $figures"
  rate=$(sed -n 's|^Requests/sec: *||p' <<<"$figures")
  half=$(percentile 50 "$delay" <<<"$figures")
  most=$(percentile 99 "$delay" <<<"$figures")
  answered=$((answered + $(sed -n 's|^ *\([0-9]*\) requests in .*|\1|p' <<<"$figures")))
}

# From wrk's words to milliseconds. It does not count a delay that it makes itself.
percentile() {
  awk -v percent="$1%" -v delay="$2" '$1 == percent {
    factor = $2 ~ /us$/ ? 0.001 : $2 ~ /ms$/ ? 1 : 1000
    printf "%.3f", $2 * factor + delay
  }'
}

# The badge of the last build, on each kind of Java.
measure_badges() {
  local round kind port processes=()
  local -A ports=() bare_ports=()
  say "Badges: $rounds rounds of $seconds s each, $connections connections"
  run_servers
  one_build
  stop_servers
  run_nginx
  cp "$folder/projects/Maths_build/.status.svg" "$folder/www/badge.svg"
  for kind in older newer; do
    [ -n "$(home_of "$kind")" ] || { say "  No $kind Java here" && continue; }
    cp -a "$folder/projects" "$folder/badges-$kind"
    run_galley JAVA_HOME="$(home_of "$kind")" PROJECTS_DIR="$folder/badges-$kind"
    processes+=("$process") ports[$kind]=$port
    load galley "$port" /Maths/svg # compiled and cached after that
    run_bare "$(home_of "$kind")" badge.svg
    processes+=("$process") bare_ports[$kind]=$port
  done
  load nginx "$nginx_port" /badge.svg
  for ((round = 0; round < rounds; round++)); do
    for kind in "${!ports[@]}"; do
      compare "badges-$kind" "${ports[$kind]}" /Maths/svg /badge.svg "${bare_ports[$kind]}"
      note "badges-$kind-p99" galley "$our_most"
      note "badges-$kind-p99" nginx "$most"
    done
  done
  for process in "${processes[@]}"; do
    stop "$process"
  done
}

home_of() {
  local name=$1_home
  say "${!name}"
}

# One round of measure $1: Galley on port $2, path $3, nginx with path $4, and on port $5, if given, Java's own server. Sets
# our_half and our_most, half and most, the latter those of nginx.
compare() {
  if [ -n "${5:-}" ]; then
    load bare "$5" "$4"
    note "$1" bare "$rate"
  fi
  load galley "$2" "$3"
  note "$1" galley "$rate"
  our_half=$half our_most=$most
  load nginx "$nginx_port" "$4"
  note "$1" nginx "$rate"
}

# Pieces of a PDF, as a reader of it asks for them: 64 KiB, from anywhere.
measure_ranges() {
  local round bytes lua port bare bare_port
  say "Pieces of a PDF: $rounds rounds of $seconds s each, $connections connections"
  run_servers
  one_build
  add_picture
  run_nginx
  cp "$folder/projects/Maths_build/Document.pdf" "$folder/www/Document.pdf"
  bytes=$(stat -c %s "$folder/www/Document.pdf")
  lua="function request()
    local from = math.random(0, $bytes - 65536)
    return wrk.format('GET', nil, {['Range'] = 'bytes=' .. from .. '-' .. from + 65535})
  end"
  run_bare "$JAVA_HOME" Document.pdf
  bare=$process bare_port=$port
  is_part "$galley_port" /Maths/pdf && is_part "$nginx_port" /Document.pdf && is_part "$bare_port" /Document.pdf
  load galley "$galley_port" /Maths/pdf
  load nginx "$nginx_port" /Document.pdf
  for ((round = 0; round < rounds; round++)); do
    compare ranges "$galley_port" /Maths/pdf /Document.pdf "$bare_port"
  done
  stop "$bare"
  remove_picture
}

# Whether $1 (port) answers with a part of $2, and nothing more.
is_part() {
  local answer
  answer=$({ printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nRange: bytes=5-65540\r\nConnection: close\r\n\r\n' "$2" >&8 &&
    head -c 1000 <&8 | tr -d '\0'; } 8<>"/dev/tcp/127.0.0.1/$1")
  [[ $answer == 'HTTP/1.1 206 '* ]] || fail "a piece of $2 was asked for, and the answer is ${answer%%$'\r'*}"
}

# Makes the PDF eight megabytes large, without more work for TeX.
add_picture() {
  head -c 8000000 /dev/urandom >"$folder/author/picture.bin"
  sed -i '/^.end{document}/i \\\\immediate\\pdfobj stream file {picture.bin}' "$folder/author/Document.tex"
  next_edition
  build_galley
}

remove_picture() {
  sed -i '/picture.bin/d' "$folder/author/Document.tex"
  rm "$folder/author/picture.bin"
  next_edition
  build_galley
}

# The first page of the list of a project with many builds, asked for by one after the other.
measure_list() {
  local round connections=1 port
  say "Lists of a project with $list_builds builds: $rounds rounds of $seconds s each"
  run_servers
  one_build
  run_nginx
  mkdir -p "$folder/list"
  write_project "$folder/list" Maths "$list_builds"
  run_galley PROJECTS_DIR="$folder/list" KEEP_BUILDS=100000
  { printf 'GET /api/Maths/ HTTP/1.0\r\nHost: localhost\r\n\r\n' >&8 && sed '1,/^\r$/d' <&8; } \
    8<>"/dev/tcp/127.0.0.1/$port" >"$folder/www/list.json"
  [ "$(grep -o '"commit"' "$folder/www/list.json" | wc -l)" -gt "$((list_builds < 50 ? list_builds - 1 : 49))" ] ||
    fail "the list has too few builds: $(head -c 500 "$folder/www/list.json")"
  load galley "$port" /api/Maths/
  for ((round = 0; round < rounds; round++)); do
    compare list-rate "$port" /api/Maths/ /list.json
    note list galley "$our_half"
    note list nginx "$half"
  done
  stop "$process"
}

# Makes in folder $1 a project $2 with $3 builds, each with a record and a badge like those of a build that was real.
write_project() {
  local model=$folder/projects/Maths_build/$commit number hash record badge hashes=() pdf
  pdf=$model/Document.pdf
  record=$(<"$model/.status.json") badge=$(<"$model/.status.svg")
  [[ $record =~ \"sequence\"\ ?:\ ?([0-9]+) ]] || fail "the record of $commit has no sequence"
  git clone -q --template= "$origin" "$1/$2"
  for ((number = 1; number <= $3; number++)); do
    printf -v hash '%08x%08x%08x%08x%08x' $((number * 2654435761 & 0xffffffff)) "$RANDOM" "$RANDOM" "$RANDOM" "$number"
    hashes+=("$hash")
  done
  mkdir -p "$1/$2_build"
  (cd "$1/$2_build" && printf '%s\0' "${hashes[@]}" | xargs -0 mkdir)
  record=${record/"${BASH_REMATCH[0]}"/'"sequence":NUMBER'}
  record=${record/'"Maths"'/"\"$2\""}
  for ((number = 1; number <= $3; number++)); do
    hash=${hashes[number - 1]}
    model=${record//"$commit"/"$hash"}
    printf %s "${model/NUMBER/"$number"}" >"$1/$2_build/$hash/.status.json"
    printf %s "${badge//"${commit:0:7}"/"${hash:0:7}"}" >"$1/$2_build/$hash/.status.svg"
  done
  cp "$pdf" "$1/$2_build/$hash/" # the newest, which is shown
}

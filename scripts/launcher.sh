# shellcheck shell=bash
# What ./run, ./test and ./bench have in common: finding Java, building what is stale, start-up
# training, starting and stopping a server. Source it; it changes nothing by itself.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
JAR="$ROOT/server/target/shouwang.jar"
APP="$ROOT/server/target/app"
AOT="$APP/shouwang.aot"
TRAINED="$APP/trained-by"

# JVM ≤ 700 MB under the gate load: serial collector (two cores), small code cache, few spare pages.
JVM_FLAGS=(
  -Xms192m -Xmx384m -Xmn112m -XX:+UseSerialGC
  -XX:MaxMetaspaceSize=192m -XX:ReservedCodeCacheSize=96m -XX:MaxDirectMemorySize=64m
  -XX:+ExitOnOutOfMemoryError
  --enable-native-access=ALL-UNNAMED
  -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8
)

say() { printf '%s\n' "$*" >&2; }

# Says the same in Chinese and in English.
tell() { say "$1"; say "    $2"; }

fail() {
  tell "$1" "$2"
  exit 1
}

java_major() { # java_major HOME
  [ -x "$1/bin/javac" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

# Exports JAVA_HOME of a JDK ≥ 25: the given one, then the installed ones.
need_java() {
  local home major
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/jdk* /opt/java/* "$HOME"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$home" ] && [ -d "$home" ] || continue
    major=$(java_major "$home") || continue
    if [ "${major:-0}" -ge 25 ]; then
      export JAVA_HOME=$home
      JAVA=$home/bin/java
      return
    fi
  done
  fail "需要 JDK 25 或更高版本，本机没有找到。请从 https://adoptium.net 安装 Temurin 25(Debian: apt install temurin-25-jdk),或把 JAVA_HOME 指向它，然后重试。" \
    "JDK 25 or later is needed and none was found. Install Temurin 25 from https://adoptium.net (Debian: apt install temurin-25-jdk) or point JAVA_HOME to one, then try again."
}

need_tool() { # need_tool COMMAND WHAT HINT
  command -v "$1" >/dev/null && return
  fail "缺少 $2($1)。$3" "$2 ($1) is missing. $3"
}

need_build_tools() {
  need_java
  need_tool mvn "Maven ≥ 3.8" "Debian: apt install maven"
  if [ -f "$ROOT/web/package.json" ]; then
    need_tool node "Node.js ≥ 20" "https://nodejs.org"
    need_tool npm "npm" "https://nodejs.org"
  fi
}

mvn_quiet() { (cd "$ROOT" && MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow" mvn -B "$@"); }

web_flag() { [ -f "$ROOT/web/package.json" ] || echo -DskipWeb; }

# Whether TARGET is missing or older than any file of the given sources.
stale() { # stale TARGET SOURCE...
  local target=$1
  shift
  [ -f "$target" ] || return 0
  local source
  for source in "$@"; do
    [ -e "$source" ] || continue
    if [ -n "$(find "$source" -name node_modules -prune -o -name dist -prune -o -name target -prune \
      -o -type f -newer "$target" -print -quit)" ]; then
      return 0
    fi
  done
  return 1
}

# Builds the server's jar if it is missing or older than its sources.
build_server() {
  stale "$JAR" "$ROOT/pom.xml" "$ROOT/server/pom.xml" "$ROOT/server/src/main" "$ROOT/web" || return 0
  need_build_tools
  tell "正在构建(首次需几分钟，会下载依赖)……" "Building (the first time takes some minutes and downloads libraries) ..."
  # shellcheck disable=SC2046
  mvn_quiet -q -pl server -am package -Dmaven.test.skip=true $(web_flag) >&2 ||
    fail "构建失败，原因见上。" "The build failed; the reason is above."
  touch "$JAR"
}

# Unpacks the jar and trains its start-up cache once for each build and each Java.
prepare_app() {
  need_java
  local mark
  mark="$JAVA_HOME $(cat "$JAVA_HOME/release" 2>/dev/null | cksum) ${JVM_FLAGS[*]} $APP"
  if [ -f "$AOT" ] && [ ! "$JAR" -nt "$AOT" ] && [ "$(cat "$TRAINED" 2>/dev/null)" = "$mark" ]; then
    return
  fi
  tell "正在准备快速启动(每次构建后一次，约半分钟)……" "Preparing fast starts (once for each build, half a minute) ..."
  rm -rf "$APP"
  "$JAVA" -Djarmode=tools -jar "$JAR" extract --destination "$APP" --force >&2 ||
    fail "解包失败。" "The jar could not be unpacked."
  chmod a+rx "$APP" # the database's account reads its programs here
  if train; then
    printf '%s\n' "$mark" >"$TRAINED"
  else
    rm -f "$AOT"
    tell "快速启动准备失败，将照常启动(稍慢)。记录：$APP/training.log" \
      "Preparing fast starts failed; starting normally (a little slower). Log: $APP/training.log"
  fi
}

# A training run in a scratch directory: started, asked a little, stopped cleanly by SIGTERM.
train() {
  local data port pid ok=1
  data=$(mktemp -d "$ROOT/server/target/training-XXXXXX")
  chmod a+rx "$data"
  port=$(free_port)
  "$JAVA" "${JVM_FLAGS[@]}" -XX:AOTCacheOutput="$AOT" -jar "$APP/shouwang.jar" \
    --shouwang.data="$data" --shouwang.storage.port=0 --shouwang.storage.binaries="$APP/postgres" \
    --server.port="$port" --shouwang.tls.port=0 >"$APP/training.log" 2>&1 &
  pid=$!
  if wait_ready "$port" "$pid" 120; then
    local path
    for path in / /api/v1/meta /api/v1/clock /api/v1/session /field/ /actuator/health /api/v1/none; do
      http_get "$port" "$path" >/dev/null || true
    done
    post_nonsense "$port" || true
    stop_server "$pid" 240 # it writes the cache while it stops
    [ -s "$AOT" ] && ok=0
  else
    stop_server "$pid"
  fi
  rm -rf "$data"
  return $ok
}

# Plain HTTP without curl, which a fresh machine may lack.
http_get() ( # http_get PORT PATH [SECONDS]
  exec 2>/dev/null
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
  printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&3
  timeout "${3:-5}" cat <&3
)

post_nonsense() ( # wakes the code that reads requests
  exec 2>/dev/null
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
  printf 'POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}' >&3
  timeout 5 cat <&3 >/dev/null
)

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    port_taken "$port" || break
  done
  echo "$port"
}

wait_ready() { # wait_ready PORT PID SECONDS
  local deadline=$((SECONDS + $3))
  while [ $SECONDS -lt $deadline ]; do
    kill -0 "$2" 2>/dev/null || return 1
    case $(http_get "$1" /api/v1/meta 2 | head -c 12) in HTTP/1.1\ *) return 0 ;; esac
    sleep 0.1
  done
  return 1
}

stop_server() { # stop_server PID [SECONDS]: politely, then for good
  kill -TERM "$1" 2>/dev/null || return 0
  local deadline=$((SECONDS + ${2:-60}))
  while [ $SECONDS -lt $deadline ] && kill -0 "$1" 2>/dev/null; do
    sleep 0.1
  done
  kill -KILL "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

# The command line of the built server; further arguments are Spring Boot's.
server_command() {
  SERVER=("$JAVA" "${JVM_FLAGS[@]}")
  [ -f "$AOT" ] && SERVER+=(-XX:AOTCache="$AOT")
  SERVER+=(-jar "$APP/shouwang.jar" --shouwang.storage.binaries="$APP/postgres" "$@")
}

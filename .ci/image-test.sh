#!/usr/bin/env bash
# Builds images from generated Dockerfiles and runs them as .ci/pod.sh does, on a network of their own. Their probes are asked as the
# kubelet asks.
#
#   .ci/image-test.sh                packs, publishes every shape and tests its image, three at a time
#   .ci/image-test.sh NAME…          these shapes alone, or the apps of samples/, with the package that is there
#   .ci/image-test.sh --keep NAME…   the same, and leaves a working container deployability-NAME of each
#
# Needs root, buildah, crun, jq, curl, kubectl and python3-yaml, and the images of .ci/base-images.sh. The last line is "N passed, N failed".
# shellcheck disable=SC2317,SC2329  # functions are called through check and trap
cd "$(dirname "$0")/.."
# shellcheck source=.ci/pod.sh
. .ci/pod.sh
# With the gate closed, as in .ci/run.
export CI=true

# Name, and the project's folder: a sample as it is, a test app as a copy, because publish writes beside the project.
declare -A folder_of=(
  [stress-monitor]=samples/StressMonitor/Deployable [portfolio]=samples/Portfolio/Deployable
  [todochat-api]=samples/TodoChat/Deployable/Api [todochat-web]=samples/TodoChat/Deployable/Web
  [growth-dashboard]=samples/GrowthDashboard/Deployable [growth-dashboard-web]=samples/GrowthDashboard/Deployable
  [customer-intelligence-api]=samples/CustomerIntelligence/Deployable/Api [customer-intelligence-batch]=samples/CustomerIntelligence/Deployable/Batch
  [customer-intelligence-training]=samples/CustomerIntelligence/Deployable/Training
  [customer-intelligence-monitoring]=samples/CustomerIntelligence/Deployable/Monitoring
  [worker]=Worker [grpc]=Grpc [aot]=Aot [spa]=Spa [self-extracting]=SelfExtracting [native]=Native
  [opentelemetry]=OpenTelemetry [prometheus-net]=PrometheusNet
)
shapes=(worker grpc aot spa self-extracting native opentelemetry prometheus-net)

# What a person gives: settings and secrets, a line each. Nothing listens at these addresses.
declare -A given_of=(
  [growth-dashboard-web]='API_UPSTREAM=http://127.0.0.1:1'
  [stress-monitor]='Ingest__SigningKey=a key that jobs sign with'
  [todochat-api]='Jwt__SigningKey=a key of a test, made of more than 32 characters'
  [growth-dashboard]='TS_Market__BaseUrl=http://127.0.0.1:1'
  [customer-intelligence-api]='ConnectionStrings__Customers=Host=127.0.0.1;Port=1;Username=nobody'
)
# A variable without which the app does not start.
declare -A required_of=(
  [portfolio]=Portfolio__FrameworkDirectory [todochat-api]=Jwt__SigningKey [todochat-web]=Services__Api__BaseUrl
  [growth-dashboard]=TS_Market__BaseUrl [stress-monitor]=Ingest__SigningKey
  [customer-intelligence-api]=ConnectionStrings__Customers [customer-intelligence-batch]=ConnectionStrings__Customers
  [customer-intelligence-training]=ConnectionStrings__Customers [customer-intelligence-monitoring]=ConnectionStrings__Customers
)
# Where another image of a project has its Dockerfile, below what publish wrote.
declare -A image_of=([growth-dashboard-web]=frontend/web)
# Alive but not ready: it waits for a database, which the tests of the story bring.
declare -A waits=([customer-intelligence-api]=1)

all=$(mktemp -d)
trap 'rm -rf "$all"' EXIT
id=app                   # the running container, as the runtime calls it
passed=0 failed=0 keep=''

cleanup() {
  runtime delete --force "$id" >/dev/null 2>&1 || true
  if [ -z "$keep" ]; then
    "${ba[@]}" rm "$container" >/dev/null 2>&1 || true
    "${ba[@]}" rmi "$image" >/dev/null 2>&1 || true
  fi
}

# check WHAT COMMAND…: counts whether the command succeeds, and tells that.
check() {
  local what="$shape: $1"; shift
  if "$@" >"$work/check.log" 2>&1; then
    passed=$((passed + 1)); echo "ok    $what"
  else
    failed=$((failed + 1)); echo "FAIL  $what"; tail -15 "$work/check.log" | sed 's/^/      /'
    return 1
  fi
}
not() { ! "$@"; }

# ---- what was published ------------------------------------------------------------------------------------------

apps=$all/apps checkout=$all/checkout
pack() {
  [ -n "${DEPLOYABILITY_PACKED:-}" ] || dotnet pack -c Release -o artifacts/packages --nologo -v:q
}
copy_apps() {
  cp -r tests/Images "$apps"
  mkdir -p "$apps/packages"
  cp artifacts/packages/*.nupkg "$apps/packages/"
}

# publish: the files of the shape in $deploy, from the project in $project. The image compiles native code itself.
publish() {
  dotnet publish "$project" -c Release --nologo -v:q -p:RestoreForce=true -p:NativeCompilationDuringPublish=false &&
    test -e "$deploy/${image_of[$shape]:-.}/Dockerfile"
}

# stage: what a fresh checkout has, and the package. All of a context is copied, and builds leave much behind.
stage() {
  rm -rf "$apps/cache"
  mkdir "$checkout"
  find . -maxdepth 1 -type f -print0 | tar -cf - --exclude=bin --exclude=obj --exclude=node_modules --null -T - samples artifacts/packages | tar -xf - -C "$checkout"
}

# ---- the image ---------------------------------------------------------------------------------------------------

# The Docker format, because the other one has no HEALTHCHECK.
build_image() {
  "${ba[@]}" bud --format docker --isolation chroot --pull-never --layers=false --quiet --tag "$image" --file "$deploy/${image_of[$shape]:-.}/Dockerfile" "$context"
}

make_container() {
  "${ba[@]}" rm "$container" >/dev/null 2>&1 || true
  "${ba[@]}" from --pull-never --name "$container" "$image"
}

needs_no_shell() { jq -e 'length > 0 and (.[0] | test("(^|/)(ba|da)?sh$") | not)' <<<"$1"; }

# ---- the pod -----------------------------------------------------------------------------------------------------

bundle() {
  write_bundle "$work/bundle" "$work/volumes" '["pid", "network", "ipc", "uts", "mount"]' "$1"
}

start() {
  bundle "$(command_of_pod)"
  rm -f "$work/pid"
  runtime run --bundle "$work/bundle" --pid-file "$work/pid" "$id" >"$work/app.log" 2>&1 &
  runner=$!
  for _ in $(seq 100); do
    pid=$(cat "$work/pid" 2>/dev/null || true)
    [ -n "$pid" ] && is_ready >/dev/null 2>&1 && return
    kill -0 "$runner" 2>/dev/null || break
    sleep 0.1
  done
  tail -20 "$work/app.log"
  return 1
}
becomes_ready() { is_ready || { cat "$work/app.log"; return 1; }; }
is_ready() {
  if [ -n "${waits[$shape]:-}" ]; then probe livenessProbe; return; fi
  if jq -e .readinessProbe <<<"$spec" >/dev/null; then probe readinessProbe; else grep -q 'Application started' "$work/app.log"; fi
}

# stop SECONDS: asks the app to end as a cluster does; its exit code is the result, 124 when it takes longer.
stop() {
  local patience=$1 code=0
  runtime kill "$id" TERM
  timeout "$patience" tail --pid="$runner" -f /dev/null || code=124
  if [ "$code" -eq 124 ]; then runtime kill "$id" KILL; fi
  wait "$runner" || code=$?
  runtime delete --force "$id" >/dev/null 2>&1 || true
  echo "exit code $code"
  return "$code"
}

inside() { nsenter --target "$pid" --net "$@"; }
port() { jq -r --arg port "$1" '[.ports[] | select(.name == $port).containerPort | tostring] + [$port] | first' <<<"$spec"; }
main_port() { jq '.ports[0].containerPort' <<<"$spec"; }
ask() { inside curl --silent --show-error --fail --max-time 10 "http://127.0.0.1:$(main_port)$1" "${@:2}"; }
answers() { local text; text=$(ask "$1"); echo "$text"; [[ $text == *"$2"* ]]; }

# probe NAME: asks as the kubelet does: from outside, with the pod's address as host unless the probe has one; 200 to 399 is success.
probe() {
  local it kind headers=()
  it=$(jq ".$1" <<<"$spec")
  kind=$(jq -r 'if .httpGet then "http" elif .grpc then "grpc" elif .tcpSocket then "tcp" else "none" end' <<<"$it")
  case $kind in
    http)
      mapfile -t headers < <(jq -r '.httpGet.httpHeaders // [{ name: "Host", value: "10.1.2.3" }] | .[] | "--header", "\(.name): \(.value)"' <<<"$it")
      inside curl --silent --show-error --fail --max-time 3 --output /dev/null "${headers[@]}" \
        "http://127.0.0.1:$(port "$(jq -r .httpGet.port <<<"$it")")$(jq -r .httpGet.path <<<"$it")" ;;
    grpc)
      # An empty HealthCheckRequest in its frame; the answer is 1, SERVING.
      printf '\0\0\0\0\0' | inside curl --silent --show-error --max-time 3 --http2-prior-knowledge --header 'Content-Type: application/grpc' \
        --header 'TE: trailers' --data-binary @- --output "$work/grpc" "http://127.0.0.1:$(jq .grpc.port <<<"$it")/grpc.health.v1.Health/Check"
      [ "$(xxd -p "$work/grpc" 2>/dev/null || od -An -tx1 "$work/grpc" | tr -d ' \n')" = 00000000020801 ] ;;
    tcp) inside bash -c "exec 3<>/dev/tcp/127.0.0.1/$(port "$(jq -r .tcpSocket.port <<<"$it")")" ;;
    *) return 1 ;;
  esac
}

run_health_check() {
  local command
  mapfile -t command < <(jq -r '.[]' <<<"$health")
  runtime exec --cwd "$(jq -r '[.WorkingDir // "", "/"] | map(select(. != "")) | first' <<<"$config")" "$id" "${command[@]}"
}
# Asks where nothing listens, in a container of the same image.
health_check_says_1() {
  local code=0
  bundle "$health"
  runtime run --bundle "$work/bundle" "$id" || code=$?
  echo "exit code $code"
  # Debian's wget says 4 where that of the real nginx image says 1; ours says 1.
  if [ -n "${image_of[$shape]:-}" ]; then [ "$code" -ne 0 ]; else [ "$code" -eq 1 ]; fi
}
# names_what_is_missing VARIABLE: without it the app ends with an error that has the last part of its name.
names_what_is_missing() {
  local code=0 given=$given$'\n'$1
  bundle "$(command_of_pod)"
  runtime run --bundle "$work/bundle" "$id" >"$work/app.log" 2>&1 &
  runner=$!
  if ! timeout 30 tail --pid="$runner" -f /dev/null; then runtime kill "$id" KILL; fi
  wait "$runner" || code=$?
  cat "$work/app.log"
  echo "exit code $code"
  [ "$code" -ne 0 ] && [ "$code" -ne 137 ] && grep -q "${1##*__}" "$work/app.log"
}
runs_as_user() { [ "$(awk '/^Uid:/ { print $2 $3 $4 $5 }' "/proc/$pid/status")" = "$uid$uid$uid$uid" ]; }
has_no_capabilities() { [ "$(awk '/^CapEff:|^CapPrm:|^CapBnd:/ { sum = sum $2 } END { print sum }' "/proc/$pid/status" | tr -d 0)" = "" ]; }
can_write() { touch "/proc/$pid/root$1/written" && rm "/proc/$pid/root$1/written"; }

# ---- one shape ---------------------------------------------------------------------------------------------------

# about SHAPE: what holds of it from its publish to its container, in variables. What is written down is in a folder of its own.
about() {
  shape=$1
  image=localhost/deployability-image-test:$shape container=deployability-$shape
  project=${folder_of[$shape]} context=$checkout
  if [[ $project != */* ]]; then project=$apps/$project context=$apps; fi
  deploy=$project/deploy
  work=$all/$shape state=$all/$shape/state
  mkdir -p "$work"
}

# A failed check of these ends the shape: what follows would only repeat it.
test_shape() {
  local folder name mounted grace
  check "the image builds" build_image || return 0
  check "a container is made of it" make_container || return 0
  read_container "$container"
  given=${given_of[$shape]:-}
  if [ -n "${image_of[$shape]:-}" ]; then read_pod "$deploy" "$shape"; else read_pod "$deploy"; fi

  check "user $(jq -r .User <<<"$config") is the Deployment's, and above 10000" \
    test "$(jq -r .User <<<"$config")" = "$uid:$gid" -a "$uid" -gt 10000 || true
  check "entry point $entrypoint needs no shell" needs_no_shell "$entrypoint" || true
  for name in $(jq -r '.ports[]?.containerPort' <<<"$spec"); do
    # shellcheck disable=SC2016  # $port is jq's
    check "port $name is exposed" jq -e --arg port "$name/tcp" '.ExposedPorts | has($port)' <<<"$config" || true
  done
  check "no SDK in the image" not test -e "$root/usr/share/dotnet/sdk" || true
  check "no source in the image" test -z "$(find "$root/app" -name '*.cs' -o -name '*.csproj')" || true
  if [ "$shape" != native ] && [ -z "${image_of[$shape]:-}" ]; then check "no shell in the image" not test -e "$root/bin/sh" || true; fi

  if [ -n "${required_of[$shape]:-}" ]; then
    check "without ${required_of[$shape]} it says so and ends" names_what_is_missing "${required_of[$shape]}" || true
  fi
  # What a job does needs its database: the tests of the story run it.
  if jq -e '.restartPolicy | IN("Never", "OnFailure")' <<<"$pod" >/dev/null; then return 0; fi

  check "it starts" start || return 0
  check "the process runs as $uid" runs_as_user || true
  check "the process has no capabilities" has_no_capabilities || true
  for name in startupProbe livenessProbe readinessProbe; do
    if [ "$name" = readinessProbe ] && [ -n "${waits[$shape]:-}" ]; then
      check "its $name fails as long as there is no database" not probe $name || true
    elif jq -e ".$name" <<<"$spec" >/dev/null; then
      check "its $name succeeds" probe $name || true
    fi
  done
  if [ "$health" != '[]' ]; then
    check "health check $health needs no shell" needs_no_shell "$health" || true
    check "the health check says healthy" run_health_check || true
  fi
  mounted=$(jq -r '.volumeMounts[].mountPath' <<<"$spec")
  for folder in $mounted; do check "$folder can be written to" can_write "$folder" || true; done
  for folder in / /app /home /etc /var/tmp; do
    if [ -d "$root$folder" ] && ! grep -qx "$folder" <<<"$mounted"; then
      check "$folder cannot be written to" not can_write "${folder%/}" || true
    fi
  done
  own_checks
  grace=$(jq .terminationGracePeriodSeconds <<<"$pod")
  check "SIGTERM ends it with code 0 within $grace s" stop "$grace" || true
  if [ "$health" != '[]' ]; then check "the health check says 1 when nothing listens" health_check_says_1 || true; fi
}

gives_its_metrics() {
  ask /orders/7 >/dev/null && ask /metrics >"$work/metrics" && python3 .ci/metrics.py "$deploy/monitoring" "$work/metrics"
}

# What the project ships there has the owner that the folder has: the app could neither write beside it nor change it otherwise.
belongs_to_the_app() { [ -n "$(find "$root$1" -name "$2")" ] && [ -z "$(find "$root$1" ! -uid "$uid" -o ! -gid "$gid")" ]; }
keeps_a_picture() { ask /api/pictures/second.svg --upload-file "$root/app/wwwroot/pictures/first.svg" && ask /pictures/second.svg --output /dev/null; }

has_ticked() { test -s "$work/volumes/data/clock.txt"; }

# What only this app does. Those of samples/ have tests of their own.
own_checks() {
  case $shape in
    worker)
      sleep 1
      check "it works, on its volume" has_ticked || true ;;
    aot) check "it answers" answers /answer 42 || true ;;
    spa)
      check "the page that Node built is served" answers / 'built by Node' || true
      check "a route of the page's own is served" answers /orders/7 'built by Node' || true
      check "the API answers" answers /api/greeting Hello || true
      check "the folder with pictures is its user's in the image" belongs_to_the_app /app/wwwroot/pictures first.svg || true
      check "it writes beside what it ships" keeps_a_picture || true ;;
    self-extracting)
      check "it has cultures" answers /culture '1.234,5' || true
      check "it has time zones" answers /zone 01:00:00 || true ;;
    opentelemetry | prometheus-net) check "alerts and dashboard ask for what it measures" gives_its_metrics || true ;;
    growth-dashboard-web)
      check "the page is served" answers / 'id="root"' || true
      check "the page hears where its API is" answers /config.js 'apiBase: "/api"' || true ;;
    native) check "its native library is found" ask /picture --output /dev/null || true ;;
  esac
}

# in_turn SHAPE: the test of a published shape, in a shell of its own; its lines come at once, when it is through.
in_turn() {
  started=$SECONDS ended=''
  about "$1"
  passed=0 failed=0
  trap through EXIT
  test_shape >"$work/lines" 2>&1
  ended=1
}
through() {
  cleanup
  if [ -z "$ended" ]; then failed=$((failed + 1)); echo "FAIL  $shape: the test itself ended early" >>"$work/lines"; fi
  echo "$passed $failed" >"$work/counts"
  exec 9>"$all/lock"; flock 9
  cat "$work/lines"; echo "----  $shape took $((SECONDS - started)) s"
}

if [ "${1:-}" = --keep ]; then keep=1; shift; fi
if [ $# -gt 0 ]; then shapes=("$@"); else pack; fi
copy_apps
published=()
for shape in "${shapes[@]}"; do
  about "$shape"
  if check "publish writes its files" publish; then published+=("$shape"); fi
done
# From here on nothing writes where images are built from.
stage
# Three at a time on a machine of two processors: they wait for disk and packages half of the time.
for shape in "${published[@]}"; do
  while [ "$(jobs -rp | wc -l)" -ge 3 ]; do wait -n || true; done
  (in_turn "$shape") &
done
wait
for shape in "${published[@]}"; do
  read -r some_passed some_failed <"$all/$shape/counts"
  passed=$((passed + some_passed)) failed=$((failed + some_failed))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

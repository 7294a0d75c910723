#!/usr/bin/env bash
# Builds the image of a published sample from its generated Dockerfile and runs it the way a strict cluster would:
# unprivileged user, read-only root file system, no capabilities, no new privileges, a network of its own.
#
#   .ci/image-test.sh            packs, publishes samples/StressMonitor/Deployable and tests the image of it
#   .ci/image-test.sh FILE       tests the image of this Dockerfile instead
#
# Needs root, buildah, crun, jq and curl, and the images of .ci/base-images.sh. The last line is "N passed, N failed".
# shellcheck disable=SC2317  # functions are called through check and trap
set -euo pipefail
cd "$(dirname "$0")/.."

sample=samples/StressMonitor/Deployable
image=localhost/deployability-image-test
ba=(buildah --storage-driver vfs)
work=$(mktemp -d)
data=$work/data          # the volume
id=deployability-$$      # the running container
passed=0 failed=0

# crun refuses a host that mixes both versions of cgroups; it needs neither here, so it sees only the first.
runtime() {
  # shellcheck disable=SC2016  # expanded by the inner shell
  unshare --mount sh -c 'umount /sys/fs/cgroup/unified 2>/dev/null; exec crun --cgroup-manager=disabled "$@"' crun "$@"
}

cleanup() {
  runtime delete --force "$id" >/dev/null 2>&1 || true
  if [ -n "${container:-}" ]; then "${ba[@]}" rm "$container" >/dev/null 2>&1 || true; fi
  "${ba[@]}" rmi "$image" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanup EXIT

# check WHAT COMMAND…: counts whether the command succeeds.
check() {
  local what=$1; shift
  if "$@" >"$work/check.log" 2>&1; then
    passed=$((passed + 1)); echo "ok    $what"
  else
    failed=$((failed + 1)); echo "FAIL  $what"; sed 's/^/      /' "$work/check.log" | tail -5
  fi
}
not() { ! "$@"; }

finish() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] || exit 1
  exit 0
}

# ---- the image ---------------------------------------------------------------------------------------------------

dockerfile=${1:-$sample/deploy/Dockerfile}
if [ $# -eq 0 ]; then
  dotnet pack -c Release -o artifacts/packages --nologo -v:q
  dotnet publish "$sample" -c Release --nologo -v:q -p:RestoreForce=true   # same version, other content
fi

# The Docker format, because the other one has no HEALTHCHECK. The context is the root of everything that restore reads.
check "the image builds from $(basename "$dockerfile")" \
  "${ba[@]}" bud --format docker --isolation chroot --pull-never --layers=false --tag "$image" --file "$dockerfile" .
if [ "$failed" -gt 0 ]; then cp "$work/check.log" artifacts/image-build.log; tail -40 "$work/check.log"; finish; fi

config=$("${ba[@]}" inspect --type image "$image" | jq '.Docker.config')
user=$(jq -r '.User' <<<"$config")
entrypoint=$(jq -c '(.Entrypoint // []) + (.Cmd // [])' <<<"$config")
health=$(jq -c '.Healthcheck.Test // [] | if .[0] == "CMD-SHELL" then ["/bin/sh", "-c", .[1]] else .[1:] end' <<<"$config")
port=$(jq -r '[.Env[] | select(startswith("ASPNETCORE_HTTP_PORTS="))][-1] // "=8080" | split("=")[1] | split(";")[0]' <<<"$config")

is_unprivileged() { [[ $user =~ ^([0-9]+)(:[0-9]+)?$ ]] && [ "${BASH_REMATCH[1]}" -gt 10000 ]; }
check "user '$user' is numeric and above 10000" is_unprivileged
check "entry point $entrypoint is in exec form" jq -e 'length > 0 and (.[0] | test("(^|/)(ba|da)?sh$") | not)' <<<"$entrypoint"
check "health check $health needs no shell" jq -e 'length > 0 and (.[0] | test("(^|/)(ba|da)?sh$") | not)' <<<"$health"
# shellcheck disable=SC2016  # $port is jq's
check "port $port is exposed" jq -e --arg port "$port/tcp" '.ExposedPorts | has($port)' <<<"$config"

container=$("${ba[@]}" from --pull-never "$image")
root=$("${ba[@]}" mount "$container")
check "no SDK in the image" not test -e "$root/usr/share/dotnet/sdk"
check "no shell in the image" not test -e "$root/bin/sh"
check "no source in the image" find "$root/app" -name '*.cs' -exec false {} +

if [ "$failed" -gt 0 ]; then finish; fi   # what follows would only repeat it

# ---- a container of it -------------------------------------------------------------------------------------------

uid=${user%%:*} gid=${user##*:}
mkdir -p "$data" "$root/data"
chown "$uid:$gid" "$data"

# bundle ARGS: writes the runtime's configuration for a container that runs ARGS (a JSON array).
bundle() {
  mkdir -p "$work/bundle"
  jq --argjson args "$1" --arg root "$root" --arg data "$data" --argjson uid "$uid" --argjson gid "$gid" '{
    ociVersion: "1.0.2",
    root: { path: $root, readonly: true },
    process: {
      args: $args, env: .Env, cwd: (if (.WorkingDir // "") == "" then "/" else .WorkingDir end),
      user: { uid: $uid, gid: $gid }, noNewPrivileges: true,
      capabilities: { bounding: [], effective: [], inheritable: [], permitted: [], ambient: [] }
    },
    mounts: [
      { destination: "/proc", type: "proc", source: "proc" },
      { destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "strictatime", "mode=755", "size=65536k"] },
      { destination: "/tmp", type: "tmpfs", source: "tmpfs", options: ["nosuid", "nodev", "mode=1777"] },
      { destination: "/data", type: "bind", source: $data, options: ["rbind", "rw"] }
    ],
    linux: { namespaces: [{ type: "pid" }, { type: "network" }, { type: "ipc" }, { type: "uts" }, { type: "mount" }] }
  }' <<<"$config" >"$work/bundle/config.json"
}

pid=
start() {
  bundle "$entrypoint"
  runtime run --bundle "$work/bundle" --pid-file "$work/pid" "$id" >"$work/app.log" 2>&1 &
  runner=$!
  for _ in $(seq 100); do
    pid=$(cat "$work/pid" 2>/dev/null || true)
    [ -n "$pid" ] && ask /healthz/ready >/dev/null 2>&1 && return
    sleep 0.1
  done
  check "the app becomes ready" ask /healthz/ready
  tail -20 "$work/app.log"
  finish
}

# stop SECONDS: asks the app to end as a cluster does; its exit code is the result, 124 when it takes longer.
stop() {
  local patience=$1 code=0
  runtime kill "$id" TERM
  timeout "$patience" tail --pid="$runner" -f /dev/null || code=124
  if [ "$code" -eq 124 ]; then runtime kill "$id" KILL; fi
  wait "$runner" || code=$?
  runtime delete --force "$id" >/dev/null 2>&1 || true
  rm -f "$work/pid"
  return "$code"
}

ask() { nsenter --target "$pid" --net curl --silent --show-error --fail --max-time 10 "http://127.0.0.1:$port$1" "${@:2}"; }
run_health_check() { runtime exec --cwd "$(jq -r '.WorkingDir // "/"' <<<"$config")" "$id" "${health_arguments[@]}"; }
mapfile -t health_arguments < <(jq -r '.[]' <<<"$health")
runs_as_user() { [ "$(awk '/^Uid:/ { print $2 $3 $4 $5 }' "/proc/$pid/status")" = "$uid$uid$uid$uid" ]; }
has_no_capabilities() { [ "$(awk '/^CapEff:|^CapPrm:|^CapBnd:/ { sum = sum $2 } END { print sum }' "/proc/$pid/status" | tr -d 0)" = "" ]; }
can_write() { touch "/proc/$pid/root$1/written" && rm "/proc/$pid/root$1/written"; }
model='{"name":"Image Test","framework":"none","baselineAccuracy":0.9,"robustness":0.5}'

start
check "/healthz/live answers" ask /healthz/live
check "/healthz/ready answers" ask /healthz/ready
check "the page is served" ask /index.html
check "the process runs as $uid" runs_as_user
check "the process has no capabilities" has_no_capabilities
check "the health check says healthy" run_health_check
for folder in / /app /home /etc /var/tmp; do
  if [ -d "$root$folder" ]; then check "$folder cannot be written to" not can_write "${folder%/}"; fi
done
for folder in /tmp /data; do check "$folder can be written to" can_write "$folder"; done
check "a model can be registered" ask /api/models --header 'Content-Type: application/json' --data "$model"
check "SIGTERM ends the app with code 0" stop 30

start
check "the model is still there after a restart" ask /api/models/image-test
check "SIGTERM ends it again" stop 30

bundle "$health"
exits_with_1() { local code=0; runtime run --bundle "$work/bundle" "$id" || code=$?; echo "exit code $code"; [ "$code" -eq 1 ]; }
check "the health check says 1 when nothing listens" exits_with_1

if [ "$failed" -gt 0 ]; then tail -20 "$work/app.log"; fi
finish

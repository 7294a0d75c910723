#!/usr/bin/env bash
# Runs a container as the generated Deployment or CronJob says and a strict cluster would: its user, its variables, its mounts,
# a read-only root, no capabilities, no new privileges. On the network of the host, so that tests can be what it talks to.
#
#   .ci/pod.sh CONTAINER DEPLOY VOLUMES GIVEN [WORKLOAD]
#
#   CONTAINER  a working container of buildah, as .ci/image-test.sh --keep leaves it
#   DEPLOY     the folder that publish wrote
#   VOLUMES    a folder for what is mounted, at its paths; it outlives the container
#   GIVEN      a file of what a person gives: NAME=value, and NAME alone for what is taken away
#   WORKLOAD   the Deployment, where it is not the app's
#
# Its exit code is the app's. SIGTERM is passed on. .ci/image-test.sh uses the functions.
# What is not enforced here: NetworkPolicy, seccomp, limits of CPU and memory, the ClusterIP of a Service.
# shellcheck disable=SC2034  # what functions set is for those who call them
set -euo pipefail

ba=(buildah --storage-driver vfs)

# crun refuses a host that mixes both versions of cgroups; it needs neither here, so it sees only the first.
runtime() {
  # shellcheck disable=SC2016  # expanded by the inner shell
  unshare --mount sh -c 'umount /sys/fs/cgroup/unified 2>/dev/null; exec crun --cgroup-manager=disabled "$@"' crun --root "$state" "$@"
}

# read_container NAME: what the image says, in $config, and its root, mounted.
read_container() {
  config=$("${ba[@]}" inspect --type container "$1" | jq '.Docker.config')
  entrypoint=$(jq -c '(.Entrypoint // []) + (.Cmd // [])' <<<"$config")
  health=$(jq -c '.Healthcheck.Test // [] | if .[0] == "CMD-SHELL" then ["/bin/sh", "-c", .[1]] else .[1:] end' <<<"$config")
  root=$("${ba[@]}" mount "$1")
}

# read_pod DEPLOY [WORKLOAD]: the pod of the Deployment, else of the first CronJob, its container, and the ConfigMap that it reads.
read_pod() {
  local objects name=${2:-}
  # A chart is called as its app; without one there is but one Deployment.
  if [ -z "$name" ] && [ -d "$1/helm" ]; then name=$(basename "$1"/helm/*); fi
  objects=$(kubectl kustomize "$1/kubernetes/base" | python3 -c 'import json, sys, yaml; json.dump(list(filter(None, yaml.safe_load_all(sys.stdin))), sys.stdout)')
  pod=$(jq --arg name "$name" '(map(select(.kind == "Deployment" and ($name == "" or .metadata.name == $name)).spec)
    + map(select(.kind == "CronJob").spec.jobTemplate.spec))[0].template.spec' <<<"$objects")
  spec=$(jq '.containers[0]' <<<"$pod")
  values=$(jq --argjson spec "$spec" '[$spec.envFrom[]?.configMapRef.name // empty] as $names
    | [.[] | select(.kind == "ConfigMap" and (.metadata.name | IN($names[]))).data] | add // {}' <<<"$objects")
  uid=$(jq .securityContext.runAsUser <<<"$spec") gid=$(jq .securityContext.runAsGroup <<<"$spec")
}

# command: what the pod runs, a JSON array.
command_of_pod() {
  jq -c --argjson image "$entrypoint" '(.command // $image) + (.args // [])' <<<"$spec"
}

# write_bundle FOLDER VOLUMES NAMESPACES ARGS: the runtime's configuration for a container that runs ARGS (a JSON array) in the pod,
# with $given over the variables of its ConfigMap.
write_bundle() {
  local folder=$1 volumes=$2 namespaces=$3 path
  mkdir -p "$folder"
  while read -r path; do
    # As a claim comes with fsGroup: the group may write.
    mkdir -p "$volumes$path"; chown "0:$gid" "$volumes$path"; chmod 2775 "$volumes$path"
  done < <(jq -r --argjson spec "$spec" '[.volumes[] | select(.emptyDir | not).name] as $kept | $spec.volumeMounts[] | select(.name | IN($kept[])).mountPath' <<<"$pod")
  jq -n --argjson args "$4" --arg root "$root" --arg volumes "$volumes" --argjson namespaces "$namespaces" --argjson config "$config" \
    --argjson spec "$spec" --argjson pod "$pod" --argjson values "$values" --arg given "${given:-}" '
    ($pod.volumes | map({ key: .name, value: . }) | from_entries) as $volume
    | ([$config.Env[], ($values | to_entries[] | "\(.key)=\(.value)"), ($spec.env[]? | select(.value) | "\(.name)=\(.value)"), ($given | split("\n")[] | select(. != ""))]
      | map(capture("^(?<key>[^=]+)(=(?<value>.*))?$")) | from_entries
      | [to_entries[] | select(.value != null) | "\(.key)=\(.value)"]) as $env
    | {
      ociVersion: "1.0.2",
      root: { path: $root, readonly: $spec.securityContext.readOnlyRootFilesystem },
      process: {
        args: $args, env: $env,
        cwd: (if ($config.WorkingDir // "") == "" then "/" else $config.WorkingDir end),
        user: { uid: $spec.securityContext.runAsUser, gid: $spec.securityContext.runAsGroup, additionalGids: [$pod.securityContext.fsGroup] },
        noNewPrivileges: ($spec.securityContext.allowPrivilegeEscalation | not),
        capabilities: { bounding: [], effective: [], inheritable: [], permitted: [], ambient: [] }
      },
      mounts: ([
        { destination: "/proc", type: "proc", source: "proc" },
        { destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "strictatime", "mode=755", "size=65536k"] }
      ] + [$spec.volumeMounts[] | if $volume[.name].emptyDir
        then { destination: .mountPath, type: "tmpfs", source: "tmpfs", options: ["nosuid", "nodev", "mode=2777", "gid=\($pod.securityContext.fsGroup)"] }
        else { destination: .mountPath, type: "bind", source: "\($volumes)\(.mountPath)", options: ["rbind", "rw"] } end]),
      linux: { namespaces: ($namespaces | map({ type: . })) }
    }' >"$folder/config.json"
}

run() {
  local volumes=$3 bundle=$3/.pod-$$ code=0 stopped=''
  state=$bundle/state
  given=$(cat "$4")
  read_container "$1"
  read_pod "$2" "${5:-}"
  write_bundle "$bundle" "$volumes" '["pid", "ipc", "uts", "mount"]' "$(command_of_pod)"
  trap 'stopped=1; runtime kill app TERM' TERM
  runtime run --bundle "$bundle" app &
  wait $! || code=$?
  # A signal ends the wait, not the app.
  if [ -n "$stopped" ]; then code=0; wait $! || code=$?; fi
  rm -rf "$bundle"
  return "$code"
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  cd "$(dirname "$0")/.."
  run "$@"
fi

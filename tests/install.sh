#!/bin/sh
# install.sh GROUP...: installs what is missing of the groups build, static, packages,
# test, peers and ci (Debian 12), and nothing, without any network, when all is there. Nothing that it
# installs starts a server.
# peers are name servers whose reading of zones is compared with ours: only for machines that exist
# to test; elsewhere those tests are skipped, and say so.
set -eu

# group, package, and what proves that it is there: a program, pc:MODULE for pkg-config, or a file
# (a pattern may match several).
table='
build gcc                cc
build libc6-dev          /usr/include/stdio.h
build pkgconf            pkg-config
build libidn2-dev        pc:libidn2
build libpsl-dev         pc:libpsl
build libjansson-dev     pc:jansson
build libyaml-dev        pc:yaml-0.1
build libpcre2-dev       pc:libpcre2-8
build libssl-dev         pc:libcrypto
static libunistring-dev  /usr/lib/*/libunistring.a
packages scdoc           scdoc
packages dpkg-dev        dpkg-shlibdeps
packages lintian         lintian
packages debootstrap     debootstrap
packages pre-commit      pre-commit
packages python3-venv    /usr/lib/python3*/ensurepip/__init__.py
test  libcmocka-dev      pc:cmocka
test  python3            python3
test  git                git
test  openssl            openssl
test  patch              patch
test  faketime           faketime
test  scdoc              scdoc
test  mandoc             mandoc
peers bind9-utils        named-compilezone
peers nsd                nsd
peers knot               knotd
peers knot-dnssecutils   kzonecheck
peers ldnsutils          ldns-read-zone
peers nginx-light        nginx
peers apache2            apachectl
peers caddy              caddy
peers nodejs             node
peers npm                npm
peers libxml2-utils      xmllint
test  python3-jsonschema /usr/lib/python3/dist-packages/jsonschema
peers pre-commit         pre-commit
peers python3-yaml       /usr/lib/python3/dist-packages/yaml
peers postfix            postfix
peers zsh                zsh
peers fish               fish
peers postfix-mta-sts-resolver mta-sts-query
peers python3-aiosmtpd   /usr/lib/python3/dist-packages/aiosmtpd/__init__.py
peers bind9-dnsutils     dig
peers openssl            openssl
peers iproute2           ip
ci    clang              clang
ci    libclang-rt-14-dev /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a
ci    clang-tidy         clang-tidy
ci    valgrind           valgrind
ci    libc6-dbg          /usr/lib/debug/.build-id
'
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

is_there() {
	case $1 in
	pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null ;;
	/*) for file in $1; do [ -e "$file" ] && return 0; done; return 1 ;;
	*) command -v "$1" >/dev/null ;;
	esac
}

missing=
while read -r group package proof; do
	case " $* " in
	*" $group "*) is_there "$proof" || missing="$missing $package" ;;
	esac
done <<END
$(echo "$table" | grep .)
END
[ -n "$missing" ] || exit 0

install="apt-get install -y --no-install-recommends$missing"
if ! command -v apt-get >/dev/null; then
	echo "missing, by their Debian names:$missing" >&2
	exit 1
fi
if [ "$(id -u)" != 0 ]; then
	echo "missing:$missing; run this as root, then try again:" >&2
	echo "apt-get update && $install" >&2
	exit 1
fi

# The package scripts ask policy-rc.d whether they may start a server; 101 means no.
if [ ! -e /usr/sbin/policy-rc.d ]; then
	trap 'rm -f /usr/sbin/policy-rc.d' EXIT
	trap 'exit 1' INT TERM
	printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
	chmod 755 /usr/sbin/policy-rc.d
fi
export DEBIAN_FRONTEND=noninteractive
echo "installing:$missing"
apt-get update -qq </dev/null
$install </dev/null

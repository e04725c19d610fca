#!/bin/sh
# lint.sh: what the action runs in the checked out repository. MTASTS_PATH, MTASTS_ARGS and MTASTS_SARIF
# are its inputs, MTASTS_BEFORE is the commit that was there before a push. Nothing of these is ever
# part of a command line that a shell reads.
set -euf
mtasts=${MTASTS_PROGRAM:-$(dirname "$0")/../../.gates/mtasts}
path=${MTASTS_PATH:-.} args=${MTASTS_ARGS:-} sarif=${MTASTS_SARIF:-}
annotations=$(mktemp)
trap 'rm -f "$annotations"' EXIT

# Prints the earlier version, if it is here.
earlier() {
	if [ -n "${GITHUB_BASE_REF:-}" ]; then
		git merge-base HEAD "origin/$GITHUB_BASE_REF" 2>/dev/null
	else
		git rev-parse -q --verify "${MTASTS_BEFORE:-none}^{commit}"
	fi
}

set -- lint -f text -f "github=$annotations"
[ -z "$sarif" ] || set -- "$@" -f "sarif=$sarif"
case " $args" in
*' --since'* | *' --against'*) ;;
*)
	if commit=$(earlier); then
		set -- "$@" --since "$commit"
	else
		echo "::notice title=mtasts::no earlier version is here, so nothing is said of changes;" \
			"'fetch-depth: 0' of actions/checkout fetches it"
	fi
	;;
esac
status=0
"$mtasts" "$@" $args -- "$path" || status=$?
cat "$annotations"
[ -z "$sarif" ] || echo "sarif=$sarif" >>"${GITHUB_OUTPUT:-/dev/null}"
exit "$status"

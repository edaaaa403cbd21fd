# Runs named steps, times them, and tells at the end how each one went. Sourced by `run` and `accept`.

table=""
failed=0
# What a step looked at and which controls it refused, a line each; a step runs in a shell of its own.
notes=$(mktemp)
trap 'rm -f "$notes"' EXIT
# The exit code of a step that could not be run here, which is no fault but has to be seen.
not_run=77

# step NAME COMMAND…: a step that fails does not hide what the later ones would say.
step() {
    local name=$1 start=$SECONDS verdict=passed code
    shift
    printf '\n== %s\n' "$name"
    : >"$notes"
    set +e
    (
        set -e
        "$@"
    ) </dev/null
    code=$?
    set -e
    if [ "$code" -eq "$not_run" ]; then
        verdict="NOT RUN"
    elif [ "$code" -ne 0 ]; then
        verdict=FAILED
        failed=1
    fi
    printf -- '-- %s: %s in %d s\n' "$name" "$verdict" $((SECONDS - start))
    table+=$(printf '%-44s %-7s %5d s  %s' "$name" "$verdict" $((SECONDS - start)) "$(noted)")$'\n'
}

# proof NAME COMMAND…: a step that has to look at something and to refuse a control, or it proves nothing.
proof() {
    local name=$1
    shift
    step "$name" proved "$@"
}

proved() {
    "$@"
    local kind
    for kind in looked refused; do
        grep -q "^$kind" "$notes" || { echo "nothing was $kind${kind/looked/ at}"; return 1; }
    done
}

# looked_at NUMBER THINGS: for the table; a check of nothing is a fault.
looked_at() {
    [ "$1" -gt 0 ] || { echo "no $2 to look at"; return 1; }
    echo "looked $1 $2" >>"$notes"
}

# What a step looked at, as a cell of the table.
noted() {
    local controls
    controls=$(grep -c ^refused "$notes") || true
    sed -n 's/^looked //p' "$notes" | paste -sd, | sed 's/,/, /g' | tr -d '\n'
    [ "$controls" -eq 0 ] || printf '; controls refused: %d' "$controls"
}

# refuses WORDS COMMAND…: the command must fail, and must say why.
refuses() {
    local words=$1 said
    shift
    if said=$("$@" 2>&1); then
        printf 'the control was accepted: %s\n%s\n' "$*" "$said"
        return 1
    fi
    if ! grep -qE "$words" <<<"$said"; then
        printf 'the control was refused for another reason than "%s": %s\n%s\n' "$words" "$*" "$said"
        return 1
    fi
    echo refused >>"$notes"
    echo "control refused: $(grep -m 1 -E "$words" <<<"$said" | cut -c 1-160)"
}

# The table of all steps; its exit code is the verdict.
summary() {
    printf '\n%-44s %-7s %7s  %s\n%s' step verdict time "looked at" "$table"
    return "$failed"
}

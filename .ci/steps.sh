# Runs named steps, times them, and tells at the end how each one went. Sourced by `run` and `accept`.

table=""
failed=0

# step NAME COMMAND…: a step that fails does not hide what the later ones would say.
step() {
    local name=$1 start=$SECONDS verdict=passed code
    shift
    printf '\n== %s\n' "$name"
    set +e
    (
        set -e
        "$@"
    ) </dev/null
    code=$?
    set -e
    if [ "$code" -ne 0 ]; then
        verdict=FAILED
        failed=1
    fi
    printf -- '-- %s: %s in %d s\n' "$name" "$verdict" $((SECONDS - start))
    table+=$(printf '%-44s %-7s %5d s' "$name" "$verdict" $((SECONDS - start)))$'\n'
}

# The table of all steps; its exit code is the verdict.
summary() {
    printf '\n%-44s %-7s %7s\n%s' step verdict time "$table"
    return "$failed"
}

# The numbers of editions as open data, as another program reads them. Sourced by `accept`.

# The Data Package of all editions of the example is what its own description says, and the workbook has the same cells.
open_data() {
    local data=$again/data id
    rm -rf "$data"
    "$quarterly" data "$(dirname "$spec")" --out "$data" --computed
    id=$(basename "$data"/*-figures.csv -figures.csv)
    "$tools/venv/bin/frictionless" validate "$data/datapackage.json"
    "$python" .ci/checks/opendata.py "$data/$id-figures.csv" "$data/$id-figures.xlsx"
    looked_at "$(($(wc -l <"$data/$id-figures.csv") - 1))" values
    mkdir -p "$data/broken"
    # A number that is none; the size and the hash of the file would tell it too.
    sed '/"bytes"/d; /"hash"/d' "$data/datapackage.json" >"$data/broken/datapackage.json"
    sed 's/,1653,/,16x53,/' "$data/$id-figures.csv" >"$data/broken/$id-figures.csv"
    refuses "type-error" "$tools/venv/bin/frictionless" validate "$data/broken/datapackage.json"
    # Two values of one key.
    sed '2{p;}' "$data/$id-figures.csv" >"$data/broken/$id-figures.csv"
    refuses "primary-key" "$tools/venv/bin/frictionless" validate "$data/broken/datapackage.json"
    sed 's/,1653,/,1654,/' "$data/$id-figures.csv" >"$data/broken/$id-figures.csv"
    refuses "not the number 1654" "$python" .ci/checks/opendata.py "$data/broken/$id-figures.csv" "$data/$id-figures.xlsx"
}

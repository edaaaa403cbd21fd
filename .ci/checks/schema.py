"""Validates TOML files with a JSON schema: `schema.py SCHEMA FILE…`."""

import json
import sys
import tomllib

import jsonschema

schema_file, *files = sys.argv[1:]
with open(schema_file, encoding="utf-8") as stream:
    schema = json.load(stream)
jsonschema.Draft7Validator.check_schema(schema)
validator, errors = jsonschema.Draft7Validator(schema), 0
for file in files:
    with open(file, "rb") as stream:
        # JSON knows no dates; editors see them as strings.
        value = json.loads(json.dumps(tomllib.load(stream), default=str))
    for error in validator.iter_errors(value):
        errors += 1
        print(f"{file}: {error.json_path}: {error.message}")
print(f"{errors} errors in {len(files)} files: {schema_file}")
sys.exit(bool(errors) or not files)

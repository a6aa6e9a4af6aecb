#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Puts a line of the Python original (0.x or 1.x) from PyPI into a virtual environment, where it is not there yet.
# usage: prepare.sh LINE ENVIRONMENT
set -eu
wanted=$(dirname "$0")/requirements-$1.txt
cmp -s "$wanted" "$2/requirements.txt" && exit 0
rm -rf "$2"
python3 -m venv "$2"
"$2/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps -r "$wanted"
"$2/bin/python" -W ignore -c 'import datanommer.models'
cp "$wanted" "$2/requirements.txt"

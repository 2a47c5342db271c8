#!/bin/sh
set -eu
args="${*:-}"
exec httpd -f -p "${PORT:-8080}" -h www

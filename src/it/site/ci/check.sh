#!/bin/sh
# Checks the routes and the settings that mvn verify has put together in target/bridge.
# BRIDGE_HOME is the folder of a release of the bridge: m2m-bridge.jar and lib/.
set -eu
cd "$(dirname "$0")/../target/bridge"
exec java -jar "$BRIDGE_HOME/m2m-bridge.jar" check "$@"

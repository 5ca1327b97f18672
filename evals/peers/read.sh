#!/bin/sh
# One text through the reader, as the peers' scripts take it: read.sh accurate|fast IN OUT
RAYON_NUM_THREADS=1 exec target/release/rapporteur --reader "$1" read "$2" --format conllu > "$3"

# What people do here. `just` lists it.

_default:
    @just --list

# the main job, on the examples that ship
brief:
    cargo run --release --locked -- brief examples/iran-us --dossier iran-us -o brief.html

# all tests
test:
    cargo test --workspace --locked

# what CI runs
ci:
    .ci/run

# every example of every knowledge file
knowledge:
    cargo run --release --locked -- knowledge check

# figures of evals/ from a folder of evaluation sets
evaluate data="../shared/data":
    cargo run --release --locked -- evaluate reading --data {{data}}/reading
    cargo run --release --locked -- evaluate statements --data {{data}}/statements
    cargo run --release --locked -- evaluate claims --data {{data}}/claims
    cargo run --release --locked -- evaluate events --data {{data}}/events
    cargo run --release --locked -- evaluate positions --data {{data}}/positions
    cargo run --release --locked -- evaluate feeds --data {{data}}/feeds
    cargo run --release --locked -- evaluate pages --data {{data}}/pages

# train the reader from the free data sets (some four hours on two cores), then write the model file that ships
train-reader data="../shared/data":
    python3 -m venv train/.venv
    train/.venv/bin/pip install --require-hashes -r train/requirements.txt
    cd train && .venv/bin/python train_reader.py {{absolute_path(data)}} out/first --claims-epochs 8 --coded coded/train.jsonl.gz
    cd train && .venv/bin/python train_reader.py {{absolute_path(data)}} out/second --init out/first --epochs 1 --share 0.5 --claims-epochs 1 --names-epochs 0 --uner all --rate 3e-5 --coded coded/train.jsonl.gz
    cd train && .venv/bin/python distil.py {{absolute_path(data)}} out/second out/fast --coded coded/train.jsonl.gz
    cd train && .venv/bin/python export.py out/second out/fast ../models/reader.safetensors

# weights of who a mention is, of standing, of the reranker, of parts in events and of confidences, from the coded passages; after a new reader. Each
# is fitted to what the ones before it made of passages that they have not seen, but for standing, which is fitted to all of held and fresh: of their own they are too sure. RULES in crates/read/src/reader.rs and CODER
# in crates/code/src/coder.rs must go up with them
weights data="../shared/data":
    cd train && for s in train held fresh unseen; do .venv/bin/python held.py {{absolute_path(data)}} out/weights/$s coded/$s.jsonl.gz; done
    cd train && for h in 0 1; do .venv/bin/python held.py --half $h {{absolute_path(data)}} out/weights/half$h coded/held.jsonl.gz coded/fresh.jsonl.gz coded/more.jsonl.gz coded/later.jsonl.gz; done
    rm -rf train/out/weights/vectors
    just _made made train held fresh half0 half1 unseen
    cargo run --release --locked -- evaluate claims --data {{data}}/claims --predictions train/out/weights/made-claims
    train/.venv/bin/python train/who.py {{data}}/claims crates/code/src/actors/who/weights.rs train/out/weights/train/claims_held_dev.jsonl=train/out/weights/made-train/claims_held_dev.jsonl {{data}}/claims/claims_train.jsonl.gz=train/out/weights/made-claims/claims_train.jsonl
    just _made made held fresh half0 half1 unseen
    just _fitted {{data}} standing crates/code/src/events/standing/weights.rs made held fresh
    just _reranked {{data}} half0
    just _made crossed half1
    just _reranked {{data}} half1
    just _made crossed half0
    just _fitted {{data}} parts crates/code/src/events/parts/trees.json crossed half1
    just _made sure half0
    just _reranked {{data}} half0
    just _fitted {{data}} parts crates/code/src/events/parts/trees.json crossed half0
    just _made sure half1
    just _reranked {{data}} half0 half1
    just _made made unseen
    just _fitted {{data}} parts crates/code/src/events/parts/trees.json crossed half0 half1
    just _made made unseen
    just _fitted {{data}} confidence crates/code/src/confidence/trees.json sure half0 half1

# weights of what a sentence tells of talks, from the labelled sentences; after a new reader. RULES in crates/read/src/reader.rs must go up with them
topics data="../shared/data":
    rm -rf train/out/topics
    cd train && .venv/bin/python topics.py {{absolute_path(data)}}/corpora ../crates/read/src/topics/weights.tsv out/topics

# weights of names, from the labelled names; after a new reader. RULES in crates/read/src/reader.rs must go up with them
names data="../shared/data":
    rm -rf train/out/names
    cd train && .venv/bin/python names.py {{absolute_path(data)}} ../crates/read/src/names/crf.tsv out/names

_made as +sets:
    for s in {{sets}}; do cargo run --release --locked -- evaluate claims --data train/out/weights/$s --predictions train/out/weights/{{as}}-$s; done

_reranked data +sets:
    just _fitted {{data}} rerank "crates/read/src/frames/rerank train/out/weights/vectors" made {{sets}}

_fitted data script table as +sets:
    train/.venv/bin/python train/{{script}}.py {{data}}/claims {{table}} $(for s in {{sets}}; do echo train/out/weights/$s/claims_held_dev.jsonl=train/out/weights/{{as}}-$s/claims_held_dev.jsonl; done) --test train/out/weights/unseen/claims_held_dev.jsonl=train/out/weights/made-unseen/claims_held_dev.jsonl

# what the encoder can learn of PolNeAR, PLV and ENB, whose licences keep the result from shipping, and of UDS alone (evals/coding.md)
research data="../shared/data" reader="train/out/second":
    cd train && .venv/bin/python research.py plv {{absolute_path(data)}} {{absolute_path(reader)}} out/research
    cd train && .venv/bin/python research.py uds {{absolute_path(data)}} {{absolute_path(reader)}} out/research
    cd train && .venv/bin/python research.py enb {{absolute_path(data)}} {{absolute_path(reader)}} out/research
    cd train && .venv/bin/python research.py polnear {{absolute_path(data)}} {{absolute_path(reader)}} out/research

# the reader beside its peers on one core (evals/reading.md says what must be installed)
peers gold peers:
    python3 {{peers}}/compare.py {{gold}} --system spacy='python3 {{peers}}/run_spacy.py spacy-ewt/model-best {in} {out}' --system accurate='sh evals/peers/read.sh accurate {in} {out}' --system fast='sh evals/peers/read.sh fast {in} {out}'

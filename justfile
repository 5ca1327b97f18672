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
    cargo run --release --locked -- evaluate claims --data {{data}}/claims

# train the reader from the free data sets (about an hour on two cores), then write the model file that ships
train-reader data="../shared/data":
    python3 -m venv train/.venv
    train/.venv/bin/pip install --require-hashes -r train/requirements.txt
    cd train && .venv/bin/python train_reader.py {{absolute_path(data)}} out/first --epochs 6 --stop-after 3 --claims-epochs 14
    cd train && .venv/bin/python train_reader.py {{absolute_path(data)}} out/second --init out/first --epochs 4 --stop-after 1 --claims-epochs 16 --names-epochs 1 --rate 8e-5
    cd train && .venv/bin/python train_reader.py {{absolute_path(data)}} out/last --init out/second --epochs 2 --claims-epochs 12 --names-epochs 1 --rate 6e-5
    cd train && .venv/bin/python export.py out/last ../models/reader.safetensors

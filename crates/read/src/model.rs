//! The model file: one safetensors file with weights, vocabulary and label tables (`models/MODEL-CARD.md`).

use crate::wordpiece::WordPiece;
use safetensors::{Dtype, SafeTensors};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// First word of the header of every model file.
pub const MAGIC: &str = "rapporteur-reader";
/// Version of the layout below and of the features (shape classes, word pieces, distance buckets).
pub const VERSION: &str = "1";

/// A model file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// Not safetensors at all.
    #[error("the model file is damaged or no model at all ({0}); take the one that came with this version")]
    Damaged(#[from] safetensors::SafeTensorError),
    /// Some other program's or version's.
    #[error("the model file is `{found}`, this program reads `{MAGIC}` version {VERSION}")]
    Foreign {
        /// What the header says.
        found: String,
    },
    /// Incomplete.
    #[error("the model file lacks or garbles `{0}`; take the one that came with this version")]
    Missing(String),
}

/// A matrix in rows, or a vector with one row.
#[derive(Debug)]
pub struct Matrix {
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub cols: usize,
    /// `rows × cols`, row by row.
    pub data: Vec<f32>,
}

impl Matrix {
    /// One row.
    pub fn row(&self, i: usize) -> &[f32] {
        &self.data[i * self.cols..(i + 1) * self.cols]
    }
}

/// Label tables, in the order of the heads' outputs.
#[derive(Debug, Deserialize)]
pub struct Labels {
    /// UPOS tags.
    pub upos: Vec<String>,
    /// Whole feature strings.
    pub feats: Vec<String>,
    /// Edit scripts from form to lemma.
    pub lemma: Vec<String>,
    /// Relations.
    pub rel: Vec<String>,
    /// BIO labels of names.
    pub ner: Vec<String>,
    /// BIO labels of cues.
    pub cue: Vec<String>,
    /// Event types of triggers.
    pub trigger: Vec<String>,
    /// Stances of position anchors.
    pub stance: Vec<String>,
    /// Modalities.
    pub modality: Vec<String>,
}

/// Weights, vocabulary and labels of one reader.
#[derive(Debug)]
pub struct Model {
    tensors: BTreeMap<String, Matrix>,
    /// Word pieces.
    pub wordpiece: WordPiece,
    /// Labels.
    pub labels: Labels,
    /// First eight bytes of the SHA-256 of the file, in hexadecimal: names the reader version.
    pub hash: String,
}

impl Model {
    /// Read a model file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Model, ModelError> {
        let (_, meta) = SafeTensors::read_metadata(bytes)?;
        let header = meta.metadata().clone().unwrap_or_default();
        let field = |k: &str| header.get(k).cloned().ok_or_else(|| ModelError::Missing(k.to_string()));
        let found = format!("{} {}", field("magic").unwrap_or_default(), field("version").unwrap_or_default());
        if found != format!("{MAGIC} {VERSION}") {
            return Err(ModelError::Foreign { found });
        }
        let labels =
            serde_json::from_str(&field("labels")?).map_err(|e| ModelError::Missing(format!("labels: {e}")))?;
        let wordpiece =
            WordPiece::new(&field("vocabulary")?).ok_or_else(|| ModelError::Missing("vocabulary".to_string()))?;
        let file = SafeTensors::deserialize(bytes)?;
        let mut tensors = BTreeMap::new();
        for name in file.names() {
            if name.ends_with(".scale") {
                continue;
            }
            tensors.insert(name.to_string(), matrix(&file, name)?);
        }
        let hash = rapporteur_types::document::hex(&Sha256::digest(bytes)[..8]);
        Ok(Model { tensors, wordpiece, labels, hash })
    }

    /// A tensor by name.
    pub fn get(&self, name: &str) -> Result<&Matrix, ModelError> {
        self.tensors.get(name).ok_or_else(|| ModelError::Missing(name.to_string()))
    }

    /// Take a tensor out, so that it is held once.
    pub fn take(&mut self, name: &str) -> Result<Matrix, ModelError> {
        self.tensors.remove(name).ok_or_else(|| ModelError::Missing(name.to_string()))
    }
}

/// One tensor as f32: stored so, or as 8-bit integers with a scale for each row.
fn matrix(file: &SafeTensors<'_>, name: &str) -> Result<Matrix, ModelError> {
    let t = file.tensor(name)?;
    let cols = t.shape().last().copied().unwrap_or(1);
    let rows = t.shape().iter().product::<usize>() / cols.max(1);
    let floats =
        |bytes: &[u8]| -> Vec<f32> { bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect() };
    let data = match t.dtype() {
        Dtype::F32 => floats(t.data()),
        Dtype::I8 => {
            let scale = floats(file.tensor(&format!("{name}.scale"))?.data());
            if scale.len() != rows {
                return Err(ModelError::Missing(format!("{name}.scale")));
            }
            t.data()
                .chunks(cols)
                .zip(&scale)
                .flat_map(|(r, s)| r.iter().map(move |b| f32::from(*b as i8) * s))
                .collect()
        }
        other => return Err(ModelError::Missing(format!("{name}: type {other:?}"))),
    };
    Ok(Matrix { rows, cols, data })
}

//! The model file: one safetensors file with weights, vocabulary and label tables (`models/MODEL-CARD.md`).

use crate::wordpiece::WordPiece;
use rapporteur_kernels::Level;
use safetensors::{Dtype, SafeTensors};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// First word of the header of every model file.
pub const MAGIC: &str = "rapporteur-reader";
/// Version of the layout below and of the features (shape classes, word pieces, distance buckets).
pub const VERSION: &str = "2";

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

/// Numbers in rows, or a vector with one row, as the file holds them.
#[derive(Debug)]
pub struct Tensor {
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub cols: usize,
    values: Values,
}

#[derive(Debug)]
enum Values {
    Floats(Vec<f32>),
    /// 8-bit integers with a scale for each row.
    Bytes(Vec<i8>, Vec<f32>),
}

impl Tensor {
    /// All numbers, row by row.
    pub fn floats(&self) -> Vec<f32> {
        let mut out = vec![0.0; self.rows * self.cols];
        for (r, to) in out.chunks_exact_mut(self.cols.max(1)).enumerate() {
            self.add_row(r, to);
        }
        out
    }

    /// Add one row to numbers.
    pub fn add_row(&self, r: usize, to: &mut [f32]) {
        let at = r * self.cols..(r + 1) * self.cols;
        match &self.values {
            Values::Floats(v) => to.iter_mut().zip(&v[at]).for_each(|(t, v)| *t += v),
            Values::Bytes(v, scale) => to.iter_mut().zip(&v[at]).for_each(|(t, v)| *t += f32::from(*v) * scale[r]),
        }
    }

    /// The 8-bit integers and their scales, where the file holds such.
    pub fn bytes(&self) -> Option<(&[i8], &[f32])> {
        match &self.values {
            Values::Bytes(v, scale) => Some((v, scale)),
            Values::Floats(_) => None,
        }
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
    /// Kinds of mentions, for the word that heads one.
    pub entity: Vec<String>,
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
    tensors: BTreeMap<String, Tensor>,
    /// Instructions to compute with.
    pub level: Level,
    /// Word pieces.
    pub wordpiece: WordPiece,
    /// Labels.
    pub labels: Labels,
    /// First eight bytes of the SHA-256 of the file, in hexadecimal: names the reader version.
    pub hash: String,
}

impl Model {
    /// Read a model file, to be computed with at a level.
    pub fn from_bytes(bytes: &[u8], level: Level) -> Result<Model, ModelError> {
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
            tensors.insert(name.to_string(), tensor(&file, name)?);
        }
        let hash = rapporteur_types::document::hex(&Sha256::digest(bytes)[..8]);
        Ok(Model { tensors, level, wordpiece, labels, hash })
    }

    /// Is there a tensor of this name?
    pub fn has(&self, name: &str) -> bool {
        self.tensors.contains_key(name)
    }

    /// Take a tensor out, so that it is held once.
    pub fn take(&mut self, name: &str) -> Result<Tensor, ModelError> {
        self.tensors.remove(name).ok_or_else(|| ModelError::Missing(name.to_string()))
    }
}

/// One tensor of a file.
fn tensor(file: &SafeTensors<'_>, name: &str) -> Result<Tensor, ModelError> {
    let t = file.tensor(name)?;
    let cols = t.shape().last().copied().unwrap_or(1);
    let rows = t.shape().iter().product::<usize>() / cols.max(1);
    let floats =
        |bytes: &[u8]| -> Vec<f32> { bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect() };
    let values = match t.dtype() {
        Dtype::F32 => Values::Floats(floats(t.data())),
        Dtype::I8 => {
            let scale = floats(file.tensor(&format!("{name}.scale"))?.data());
            if scale.len() != rows {
                return Err(ModelError::Missing(format!("{name}.scale")));
            }
            Values::Bytes(t.data().iter().map(|b| *b as i8).collect(), scale)
        }
        other => return Err(ModelError::Missing(format!("{name}: type {other:?}"))),
    };
    let (Values::Floats(floats) | Values::Bytes(_, floats)) = &values;
    if !floats.iter().all(|v| v.is_finite()) {
        return Err(ModelError::Missing(name.to_string()));
    }
    Ok(Tensor { rows, cols, values })
}

//! Weights as `train/` writes them: whole numbers, floats, bytes, one behind the other, little-endian.

use super::FEATURES_VERSION;
use super::model::ModelError;

/// What is not read yet.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// What stands behind the words that say what it is.
    pub fn behind(magic: &[u8], bytes: &'a [u8]) -> Result<Self, ModelError> {
        Ok(Self { rest: bytes.strip_prefix(magic).ok_or(ModelError::Damaged)? })
    }

    /// Checks that the weights are for so many features of this program, with this digest; gives how many.
    pub fn check_features(&mut self, ours: usize, digest: u32) -> Result<usize, ModelError> {
        let version = self.whole()?;
        if version != FEATURES_VERSION {
            return Err(ModelError::Version(version));
        }
        let theirs = (self.whole()? as usize, self.whole()?);
        if theirs != (ours, digest) {
            return Err(ModelError::Features { theirs: theirs.0, ours });
        }
        Ok(ours)
    }

    /// Nothing may be left.
    pub fn end(&self) -> Result<(), ModelError> {
        if self.rest.is_empty() { Ok(()) } else { Err(ModelError::Damaged) }
    }

    pub fn take<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let (own, rest) = self.rest.split_first_chunk::<N>().ok_or(ModelError::Damaged)?;
        self.rest = rest;
        Ok(*own)
    }

    pub fn whole(&mut self) -> Result<u32, ModelError> {
        self.take().map(u32::from_le_bytes)
    }

    pub fn float(&mut self) -> Result<f32, ModelError> {
        self.take().map(f32::from_le_bytes)
    }

    pub fn table(&mut self, size: usize) -> Result<Vec<i8>, ModelError> {
        let places = self.whole()? as usize;
        if places != size {
            return Err(ModelError::Damaged);
        }
        let (own, rest) = self.rest.split_at_checked(places).ok_or(ModelError::Damaged)?;
        self.rest = rest;
        Ok(own.iter().map(|byte| *byte as i8).collect())
    }
}

//! Blocks that seal the ledger's entries, and the proof of the whole: invariants first, then every block.
//!
//! A block is a Merkle tree over the leaves of a run of entries (as RFC 6962 builds it: leaves and nodes are hashed with
//! different first bytes, an odd node moves up), chained to the hash of the block before.
//!
//! **Invariant:** a sealed entry that changes, goes or comes in between breaks its block and all after it.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use crate::domain::ledger::TransferId;
use crate::store::ledger::{Block, Leaf};
use crate::store::{Store, StoreError};

/// Entries of one block: its tree is computed in a millisecond, and a proof has ten steps.
const BLOCK_ENTRIES: i32 = 1_024;

/// Blocks that are read and checked at once: some megabytes of leaves.
const BLOCKS_AT_ONCE: i64 = 64;

type Hash = [u8; 32];

/// Shows that an entry is sealed in a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub transfer: TransferId,
    /// What is sealed of the entry.
    pub leaf: Vec<u8>,
    pub block: i64,
    pub root: Vec<u8>,
    /// The neighbours on the way from the leaf to the root, and whether each stands on the left.
    pub path: Vec<(bool, Hash)>,
}

impl Proof {
    /// Whether leaf and path lead to the root.
    pub fn holds(&self) -> bool {
        let step = |at: Hash, (left, neighbour): &(bool, Hash)| {
            if *left { node(neighbour, &at) } else { node(&at, neighbour) }
        };
        self.path.iter().fold(leaf_node(&self.leaf), step).as_slice() == self.root
    }
}

/// What a verified ledger has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole {
    pub blocks: i64,
    /// Entries in them.
    pub sealed: i64,
}

/// Proves the ledger. The inner error says what is broken first, and where.
pub async fn verify(store: &Store) -> Result<Result<Whole, String>, StoreError> {
    if let Some((invariant, place)) = store.first_ledger_break().await? {
        return Ok(Err(format!("{place} breaks \"{invariant}\"")));
    }
    let mut whole = Whole { blocks: 0, sealed: 0 };
    let mut before = Chain::default();
    loop {
        let blocks = store.ledger_blocks(before.number, BLOCKS_AT_ONCE).await?;
        let Some(last) = blocks.last() else { return Ok(Ok(whole)) };
        let leaves = store.ledger_leaves(before.last_entry, last.last_entry, i32::MAX).await?;
        let mut rest = leaves.as_slice();
        for block in &blocks {
            let own = rest.iter().take_while(|leaf| leaf.number <= block.last_entry).count();
            let (own, others) = rest.split_at_checked(own).unwrap_or((rest, &[]));
            if *block != before.next(own) {
                return Ok(Err(format!("block {} does not seal its entries", before.number + 1)));
            }
            rest = others;
            before = Chain::after(block);
            whole.blocks += 1;
            whole.sealed += i64::from(block.entries);
        }
    }
}

/// Seals what was entered since the last block; how many blocks that made.
pub async fn seal(store: &Store, at: DateTime<Utc>) -> Result<u64, StoreError> {
    let Some(up_to) = store.last_ledger_entry().await? else { return Ok(0) };
    let mut sealed = 0;
    loop {
        let latest = store.latest_ledger_block().await?;
        let before = latest.as_ref().map(Chain::after).unwrap_or_default();
        let leaves = store.ledger_leaves(before.last_entry, up_to, BLOCK_ENTRIES).await?;
        if leaves.is_empty() {
            return Ok(sealed);
        }
        // Where another process was quicker, the next round goes on after its block.
        sealed += u64::from(store.add_ledger_block(&before.next(&leaves), at).await?);
    }
}

/// That an entry is sealed; `None` until it is.
pub async fn proof(store: &Store, entry: i64) -> Result<Option<Proof>, StoreError> {
    let Some((block, after)) = store.ledger_block_of(entry).await? else { return Ok(None) };
    let leaves = store.ledger_leaves(after, block.last_entry, BLOCK_ENTRIES).await?;
    let Some(position) = leaves.iter().position(|leaf| leaf.number == entry) else { return Ok(None) };
    let Some(leaf) = leaves.get(position) else { return Ok(None) };
    let path = path(&leaves, position);
    Ok(Some(Proof { transfer: leaf.transfer, leaf: leaf.hash.clone(), block: block.number, root: block.root, path }))
}

/// Where the chain of blocks ends.
#[derive(Clone, Debug, Default)]
struct Chain {
    number: i64,
    last_entry: i64,
    hash: Vec<u8>,
}

impl Chain {
    fn after(block: &Block) -> Self {
        Self { number: block.number, last_entry: block.last_entry, hash: block.hash.clone() }
    }

    /// The block that seals these leaves here.
    fn next(&self, leaves: &[Leaf]) -> Block {
        let number = self.number + 1;
        let last_entry = leaves.last().map_or(self.last_entry, |leaf| leaf.number);
        let entries = i32::try_from(leaves.len()).unwrap_or(i32::MAX);
        let root = root(leaves);
        let before = if self.hash.is_empty() { &[0; 32] } else { self.hash.as_slice() };
        let hash = Sha256::new()
            .chain_update(before)
            .chain_update(number.to_be_bytes())
            .chain_update(last_entry.to_be_bytes())
            .chain_update(entries.to_be_bytes())
            .chain_update(root)
            .finalize();
        Block { number, last_entry, entries, root: root.to_vec(), hash: hash.to_vec() }
    }
}

fn leaf_node(leaf: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(leaf).finalize().into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// Pairs become nodes; an odd one at the end moves up as it is.
fn level_above(level: &[Hash]) -> Vec<Hash> {
    let up = |pair: &[Hash]| match pair {
        [left, right] => node(left, right),
        odd => odd.first().copied().unwrap_or_default(),
    };
    level.chunks(2).map(up).collect()
}

fn root(leaves: &[Leaf]) -> Hash {
    let mut level: Vec<Hash> = leaves.iter().map(|leaf| leaf_node(&leaf.hash)).collect();
    while level.len() > 1 {
        level = level_above(&level);
    }
    level.first().copied().unwrap_or_default()
}

fn path(leaves: &[Leaf], mut position: usize) -> Vec<(bool, Hash)> {
    let mut path = Vec::new();
    let mut level: Vec<Hash> = leaves.iter().map(|leaf| leaf_node(&leaf.hash)).collect();
    while level.len() > 1 {
        let neighbour = position ^ 1;
        path.extend(level.get(neighbour).map(|hash| (neighbour < position, *hash)));
        level = level_above(&level);
        position /= 2;
    }
    path
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn leaves(count: u8) -> Vec<Leaf> {
        let leaf =
            |number: u8| Leaf { number: number.into(), transfer: TransferId(Uuid::nil()), hash: vec![number; 32] };
        (1..=count).map(leaf).collect()
    }

    #[test]
    fn every_leaf_of_every_tree_leads_to_the_root() {
        for count in 1..=33 {
            let leaves = leaves(count);
            for (position, leaf) in leaves.iter().enumerate() {
                let path = path(&leaves, position);
                let proof = Proof {
                    transfer: leaf.transfer,
                    leaf: leaf.hash.clone(),
                    block: 1,
                    root: root(&leaves).to_vec(),
                    path,
                };
                assert!(proof.holds(), "leaf {position} of {count}");
                assert!(
                    !Proof { leaf: vec![99; 32], ..proof.clone() }.holds(),
                    "another leaf at {position} of {count}"
                );
            }
        }
    }

    #[test]
    fn a_root_depends_on_every_leaf_their_order_and_their_number() {
        let usual = root(&leaves(7));
        let mut swapped = leaves(7);
        swapped.swap(2, 5);
        let mut changed = leaves(7);
        changed[6].hash = vec![0; 32];
        for other in [swapped, changed, leaves(6), leaves(8)] {
            assert_ne!(root(&other), usual);
        }
    }

    #[test]
    fn a_block_depends_on_the_one_before() {
        let first = Chain::default().next(&leaves(3));
        let second = Chain::after(&first).next(&leaves(3));
        assert_eq!((first.number, second.number, first.last_entry), (1, 2, 3));
        assert_eq!(first.root, second.root);
        assert_ne!(first.hash, second.hash);
    }
}

//! What proves the ledger: its invariants computed anew, and the blocks that seal its entries.
//!
//! **Invariant:** nothing here changes an entry or a balance.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::Connection as _;

use super::super::{Store, StoreError};
use crate::domain::ledger::TransferId;

/// How long a proof may read: about 300 million postings at the 12 s that a million takes. One that is slower holds back the
/// database's cleaning for too long.
const PROOF_MAX: Duration = Duration::from_secs(60 * 60);

/// A run of entries that is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// From 1, without gaps.
    pub number: i64,
    /// The number of its last entry; the first follows the block before.
    pub last_entry: i64,
    pub entries: i32,
    /// Of the Merkle tree over the entries' leaves.
    pub root: Vec<u8>,
    /// Of this block and, through the block before, of all before it.
    pub hash: Vec<u8>,
}

/// What a block seals of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    pub number: i64,
    pub transfer: TransferId,
    pub hash: Vec<u8>,
}

impl Store {
    /// The first invariant that does not hold and where, or `None`. Nobody waits meanwhile: it takes a connection of its own, which
    /// leaves the pool, so that whoever stops waiting for it leaves nothing behind there.
    ///
    /// # Errors
    /// Also when it takes longer than [`PROOF_MAX`].
    pub async fn first_ledger_break(&self) -> Result<Option<(String, String)>, StoreError> {
        let mut own = self.pool.acquire().await?.detach();
        let mut one_moment = own.begin_with("begin isolation level repeatable read read only").await?;
        sqlx::query!("select set_config('statement_timeout', $1, true)", PROOF_MAX.as_millis().to_string())
            .fetch_one(&mut *one_moment)
            .await?;
        let row = sqlx::query!("select invariant, place from ledger_first_break()").fetch_one(&mut *one_moment).await?;
        one_moment.commit().await?;
        Ok(row.invariant.map(|invariant| (invariant, row.place.unwrap_or_default())))
    }

    /// The blocks after `after`, in order, at most `most`.
    pub async fn ledger_blocks(&self, after: i64, most: i64) -> Result<Vec<Block>, StoreError> {
        let blocks = sqlx::query_as!(
            Block,
            r#"select block_number as number, last_entry, entries, root::bytea as "root!", hash::bytea as "hash!"
               from ledger_block where block_number > $1 order by block_number limit $2"#,
            after,
            most
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(blocks)
    }

    /// The latest block.
    pub async fn latest_ledger_block(&self) -> Result<Option<Block>, StoreError> {
        let block = sqlx::query_as!(
            Block,
            r#"select block_number as number, last_entry, entries, root::bytea as "root!", hash::bytea as "hash!"
               from ledger_block order by block_number desc limit 1"#
        )
        .fetch_optional(&self.pool)
        .await?;
        Ok(block)
    }

    /// The block that seals an entry, and the number of the last entry before the block.
    pub async fn ledger_block_of(&self, entry: i64) -> Result<Option<(Block, i64)>, StoreError> {
        let row = sqlx::query!(
            r#"select block_number, last_entry, entries, root::bytea as "root!", hash::bytea as "hash!",
                   coalesce((
                       select before.last_entry from ledger_block as before
                       where before.block_number = ledger_block.block_number - 1
                   ), 0) as "after!"
               from ledger_block where last_entry >= $1 order by block_number limit 1"#,
            entry
        )
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(|row| {
            let block = Block {
                number: row.block_number,
                last_entry: row.last_entry,
                entries: row.entries,
                root: row.root,
                hash: row.hash,
            };
            (block, row.after)
        }))
    }

    /// The leaves of the entries after `after` and up to `up_to`, in order, at most `most`.
    pub async fn ledger_leaves(&self, after: i64, up_to: i64, most: i32) -> Result<Vec<Leaf>, StoreError> {
        let leaves = sqlx::query_as!(
            Leaf,
            r#"select entry_number as "number!", transfer_id as "transfer!: TransferId", leaf as "hash!"
               from ledger_leaves($1, $2, $3)"#,
            after,
            up_to,
            most
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(leaves)
    }

    /// The last entry that no later one can come before; `None` while there is none.
    pub async fn last_ledger_entry(&self) -> Result<Option<i64>, StoreError> {
        let last = sqlx::query_scalar!("select ledger_last_entry()").fetch_one(&self.pool).await?;
        Ok(last)
    }

    /// Keeps a block; false when another process sealed the same entries at the same time.
    pub async fn add_ledger_block(&self, block: &Block, sealed_at: DateTime<Utc>) -> Result<bool, StoreError> {
        let added = sqlx::query!(
            "insert into ledger_block (block_number, last_entry, entries, root, hash, sealed_at)
             values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
            block.number,
            block.last_entry,
            block.entries,
            block.root.as_slice() as _,
            block.hash.as_slice() as _,
            sealed_at
        )
        .execute(&self.pool)
        .await?;
        Ok(added.rows_affected() == 1)
    }
}

//! Questions over the example household.

//! `tamis schema`: the contract, for machines and for people.

use super::args::SchemaArgs;
use super::{Exit, print};
use tamis::output::schema::{record_schema, table_columns};

pub fn run(args: &SchemaArgs) -> anyhow::Result<Exit> {
    print(&if args.tables { table_columns() } else { record_schema() })?;
    Ok(Exit::Well)
}

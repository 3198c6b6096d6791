/** Names under which actions on many documents speak of the contract. */
export type {
  BulkCounts as Counts,
  BulkFailure as Failure,
  BulkFix as Fix,
  BulkJob as Job,
  BulkRow as Row,
  BulkRowState as RowState,
  BulkState as JobState,
} from "../../api/types";

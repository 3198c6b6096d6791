/** Names under which the registry speaks of the contract: «Selection» and «Sort» are the table's own words here. */
export type {
  DocumentFilter,
  DocumentTotals as Totals,
  ExportDocuments as ExportRequest,
  ExportedTable as Exported,
  HappenedStep as Happened,
  NamedPeriod,
  SearchTerm,
  Selection as Chosen,
  SendingStep as Step,
  Sort as Order,
  SortBy,
  View as SavedView,
  ViewColumn,
  ViewState,
} from "../../api/types";
